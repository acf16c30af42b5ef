import Cryptography
import EmbeddedStore
package import Logging
import OAuthCore
import OAuthModel
package import RouteManifest
package import Storage

/// Moves everything between the two stores that a manifest names, the one that processes share and the one in the data folder, while no
/// server uses either.
package struct StoreMove: Sendable {
    private let source: StoreAtRest
    private let target: StoreAtRest
    private let folder: String
    private let secret: [UInt8]

    /// Opens nothing yet.
    package init(_ manifest: Manifest, file: ManifestFile, from: Side, to: Side) throws(MoveFailure) {
        let choice = manifest.store
        guard let shared = choice.shared, let folder = choice.folder.map(file.resolve) else {
            throw .noSharedStore
        }
        self.folder = folder
        source = try from.store(of: choice, folder: folder, shared: shared.variable)
        target = try to.store(of: choice, folder: folder, shared: shared.variable)
        if let absence = source.absence { throw absence }
        if let declared = manifest.server.secret {
            secret = declared.bytes
        } else {
            guard SystemFiles.names(in: folder).contains(ServerSecretFile.name) else {
                throw .noSecret(in: folder)
            }
            do { secret = try ServerSecretFile.load(path: folder + "/" + ServerSecretFile.name) } catch {
                throw MoveFailure(error)
            }
        }
    }

    /// For people: where the records came from, where they are now, and how servers come to use them there.
    package var words: (source: String, target: String, next: String) {
        (source.place, target.place, target.start)
    }

    /// - Parameters:
    ///   - merges: Whether a target that holds records is added to.
    ///   - note: Hears what could not be found out.
    package func run(
        merges: Bool, logger: Logger, note: (String) -> Void, isInterrupted: () -> Bool,
        progress: StoreCopy.Progress
    ) async throws(MoveFailure) -> CopyReport {
        let from = try await source.open(logger, note)
        let result: Result<CopyReport, MoveFailure>
        do throws(MoveFailure) {
            let to = try await target.open(logger, note)
            result = await copy(from, to, merges, isInterrupted, progress)
            await to.close()
        } catch { result = .failure(error) }
        await from.close()
        return try result.get()
    }

    private func copy(
        _ from: OpenArchive, _ to: OpenArchive, _ merges: Bool, _ isInterrupted: () -> Bool,
        _ progress: StoreCopy.Progress
    ) async -> Result<CopyReport, MoveFailure> {
        let vault = Vault(serverSecret: secret, random: .system)
        let copy = StoreCopy(
            from: from.archive, to: to.archive, place: source.placeFromAfar, merges: merges,
            opens: { vault.opens($0) })
        do {
            // What a server changes meanwhile may have been missed: the copy is finished only when there is none.
            return .success(
                try await copy.run(
                    isInterrupted: isInterrupted,
                    checkAlone: { () async throws(CopyFailure) in
                        for side in [from, to] { try await side.checkAlone() }
                    }, progress: progress))
        } catch {
            return .failure(MoveFailure(error, from: source, to: target, secretIn: folder))
        }
    }
}
