import Cryptography
import EmbeddedStore
package import Logging
import NIOCore
import NIOPosix
import OAuthCore
import OAuthModel
import RedisClient
import RedisStore
package import RouteManifest
package import Storage

/// Moves everything between the embedded store and the Redis of one manifest, while no server uses either.
package struct StoreMove: Sendable {
    package enum Side: String, CaseIterable, Sendable {
        case embedded
        case redis
    }

    /// For people: where the records came from and where they are now.
    package let sourceName: String
    package let targetName: String
    private let source: Side
    private let folder: String
    private let settings: RedisSettings
    private let secret: [UInt8]

    /// Opens nothing yet.
    package init(_ manifest: Manifest, file: ManifestFile, from source: Side) throws(MoveFailure) {
        guard case .redis(let settings) = manifest.store else { throw .noRedis }
        self.settings = settings
        self.source = source
        folder = file.resolve(settings.folder)
        let embedded = "embedded, in \(folder)"
        let redis = "\(settings.target), keys \(settings.keyPrefix)…"
        sourceName = source == .embedded ? embedded : redis
        targetName = source == .embedded ? redis : embedded
        guard source == .redis || EmbeddedArchive.exists(in: folder) else {
            throw .noEmbeddedStore(folder: folder)
        }
        if let declared = manifest.server.secret {
            secret = declared.bytes
        } else {
            guard SystemFiles.names(in: folder).contains(ServerSecretFile.name) else {
                throw .noSecret(folder: folder)
            }
            do { secret = try ServerSecretFile.load(path: folder + "/" + ServerSecretFile.name) } catch {
                throw .opening(error)
            }
        }
    }

    /// - Parameters:
    ///   - merges: Whether a target that holds records is added to.
    ///   - note: Hears what could not be found out.
    package func run(
        merges: Bool, logger: Logger, note: (String) -> Void, isInterrupted: () -> Bool,
        progress: StoreCopy.Progress
    ) async throws(MoveFailure) -> CopyReport {
        // One loop has one connection to each server, so that all of them are there once one of them has answered.
        let loops = MultiThreadedEventLoopGroup(numberOfThreads: 1)
        var options = RedisOptions()
        options.clientName = RedisSettings.copyClientName
        // A person waits for it, and who waits for a person's browser isn't here: patience costs nothing.
        options.connectTimeout = .seconds(5)
        options.connectGrace = .seconds(2)
        options.commandTimeout = .seconds(30)
        let client = RedisClient(
            settings.target, options: options, scripts: RedisStore.archiveScripts, loops: loops,
            logger: logger)
        let result: Result<CopyReport, MoveFailure>
        do throws(MoveFailure) {
            result = .success(try await run(client, merges, note, isInterrupted, progress))
        } catch { result = .failure(error) }
        await client.shutDown()
        try? await loops.shutdownGracefully()
        return try result.get()
    }

    private func run(
        _ client: RedisClient, _ merges: Bool, _ note: (String) -> Void, _ isInterrupted: () -> Bool,
        _ progress: StoreCopy.Progress
    ) async throws(MoveFailure) -> CopyReport {
        let users = RedisUsers(client: client, settings: settings)
        try await check(users, note)
        let embedded: EmbeddedArchive
        do { embedded = try EmbeddedArchive.open(folder: folder, clock: .system) } catch {
            throw .opening(error)
        }
        defer { embedded.close() }
        let redis = RedisStore(client, keyPrefix: settings.keyPrefix)
        let vault = Vault(serverSecret: secret, random: .system)
        let copy = StoreCopy(
            from: source == .embedded ? embedded : redis, to: source == .embedded ? redis : embedded,
            place: place, merges: merges, opens: { vault.opens($0) })
        do {
            // What a server changes meanwhile may have been missed: the copy is finished only when there is none.
            return try await copy.run(
                isInterrupted: isInterrupted,
                checkAlone: { () async throws(CopyFailure) in
                    switch await users.count() {
                    case .success(let count): if let count, count > 0 { throw .inUse(connections: count) }
                    case .failure(let failure): throw .store("\(failure)")
                    }
                }, progress: progress)
        } catch {
            throw .copy(
                error, source: sourceName, target: targetName, folder: folder, redis: "\(settings.target)",
                isToRedis: source == .embedded)
        }
    }

    private func check(_ users: RedisUsers, _ note: (String) -> Void) async throws(MoveFailure) {
        switch await users.count() {
        case .success(let count?):
            guard count == 0 else { throw .redisInUse(connections: count, redis: "\(settings.target)") }
        case .success(nil):
            note(
                "the redis user may not list clients, so nobody can tell whether a server is connected: make sure that none is"
            )
        case .failure(let failure): throw .redis("\(failure)")
        }
    }

    /// The source, for those who find half of a copy elsewhere.
    private var place: String {
        switch source {
        case .embedded: "embedded, in \(SystemFiles.hostName()):\(SystemFiles.absolute(folder))"
        case .redis: sourceName
        }
    }
}
