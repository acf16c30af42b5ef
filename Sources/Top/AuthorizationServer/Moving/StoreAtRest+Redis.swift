import Logging
import NIOCore
import NIOPosix
import RedisClient
import RedisStore
import RouteManifest
import Storage

extension StoreAtRest {
    static func redis(_ choice: StoreChoice) throws(MoveFailure) -> StoreAtRest {
        guard case .redis(let settings) = choice else { throw .noSharedStore }
        let emptying = "delete its keys"
        return StoreAtRest(
            place: settings.place, placeFromAfar: settings.place, absence: nil, holder: settings.place,
            emptying: emptying, emptyingOfCopy: emptying, start: "start the servers with REDIS_URL set",
            open: { (logger, note) async throws(MoveFailure) in
                try await open(settings, logger, note)
            })
    }

    private static func open(
        _ settings: RedisSettings, _ logger: Logger, _ note: (String) -> Void
    ) async throws(MoveFailure) -> OpenArchive {
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
        let close = { @Sendable in
            await client.shutDown()
            try? await loops.shutdownGracefully()
        }
        let users = RedisUsers(client: client, settings: settings)
        do throws(MoveFailure) { try await check(users, note) } catch {
            await close()
            throw error
        }
        return OpenArchive(
            archive: RedisStore(client, keyPrefix: settings.keyPrefix),
            checkAlone: { () async throws(CopyFailure) in
                let count: Int?
                do { count = try await users.count() } catch { throw .store("\(error)") }
                if let count, count > 0 { throw .inUse(place: users.place, connections: count) }
            }, close: close)
    }

    private static func check(_ users: RedisUsers, _ note: (String) -> Void) async throws(MoveFailure) {
        let count: Int?
        do { count = try await users.count() } catch {
            throw MoveFailure("\(error)", hint: "is REDIS_URL right, and does that redis run?")
        }
        guard let count else {
            return note(
                "the redis user may not list clients, so nobody can tell whether a server is connected: make sure that none is"
            )
        }
        guard count == 0 else { throw .inUse(users.place, connections: count) }
    }
}
