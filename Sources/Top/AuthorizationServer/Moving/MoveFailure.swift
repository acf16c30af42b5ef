package import EmbeddedStore
import OAuthCore
package import Storage

/// Why a store was not moved, or not all of it. Each is a line and a hint.
package enum MoveFailure: Error {
    case noRedis
    case noEmbeddedStore(folder: String)
    case noSecret(folder: String)
    case opening(StoreOpeningError)
    case redis(String)
    case redisInUse(connections: Int, redis: String)
    case copy(
        CopyFailure, source: String, target: String, folder: String, redis: String, isToRedis: Bool)
}

extension MoveFailure: CustomStringConvertible {
    package var description: String {
        switch self {
        case .noRedis:
            "the manifest names no redis\nhint: set REDIS_URL (store.redis_url), and leave 'memory' out"
        case .noEmbeddedStore(let folder):
            "there is no embedded store in \(folder)\nhint: name its folder with MCP_AUTH_DATA (store.data)"
        case .noSecret(let folder):
            "there is no server.secret in \(folder)\n" + Self.secretHint(folder)
        case .opening(.locked(let path, let processID?)):
            "another mcp-auth (process id \(processID)) uses \(path)\n" + Self.stopHint
        case .opening(.locked(let path, nil)): "another process uses \(path)\n" + Self.stopHint
        case .opening(let error): "\(error)\nhint: \(error.hint)"
        case .redis(let reason): "\(reason)\nhint: is REDIS_URL right, and does that redis run?"
        case .redisInUse(let connections, let redis): Self.inUse(connections, redis) + "\n" + Self.stopHint
        case .copy(let failure, let source, let target, let folder, let redis, let isToRedis):
            Self.words(failure, source, target, folder, redis, isToRedis)
        }
    }

    private static func inUse(_ connections: Int, _ redis: String) -> String {
        "a server uses \(redis) (\(connections) \(connections == 1 ? "connection" : "connections"))"
    }

    private static let stopHint =
        "hint: stop every server first: a store is copied while nobody uses it"

    private static func secretHint(_ folder: String) -> String {
        "hint: copy the server.secret of the server that made the records into \(folder), or name it with server.secret_file"
    }

    private static func words(
        _ failure: CopyFailure, _ source: String, _ target: String, _ folder: String, _ redis: String,
        _ isToRedis: Bool
    ) -> String {
        let emptying =
            isToRedis
            ? "delete its keys"
            : "move store.sqlite and copy-unfinished out of \(folder) (and keep server.secret)"
        return switch failure {
        case .interrupted:
            "interrupted; what was copied stays\nhint: run the same command again: it goes on from here"
        case .store(let reason):
            "\(reason)\nhint: what was copied stays; run the same command again, it goes on from here"
        case .inUse(let connections):
            inUse(connections, redis)
                + ", so the copy is not finished\nhint: stop every server, and run the same command again: it goes on from here"
        case .sourceIsUnfinished:
            "a copy into \(source) has not been finished\nhint: finish that one first"
        case .targetIsNotEmpty where isToRedis:
            "\(target) holds records already\n" + emptyHint("delete its keys")
        case .targetIsNotEmpty:
            "the store in \(folder) holds records already\n"
                + emptyHint("move \(folder)/store.sqlite away (and keep server.secret)")
        case .begunElsewhere(let other):
            "\(target) holds the beginning of a copy from another store (\(other))\n"
                + "hint: finish that one; or begin anew with an empty store: \(emptying)"
        case .begunAsMerge:
            "\(target) holds records of its own beside the beginning of this copy\n"
                + "hint: go on with --merge, as it was begun; or begin anew with an empty store: \(emptying)"
        case .otherSecret:
            "the records were sealed under another secret than this server's\n" + secretHint(folder)
        }
    }

    private static func emptyHint(_ advice: String) -> String {
        "hint: \(advice); or add to it with --merge, which may bring back what was revoked there"
    }

    /// 2 for what the manifest says, 1 for what the machine refuses, 130 for Ctrl-C as shells count it.
    package var exitStatus: Int32 {
        switch self {
        case .noRedis: 2
        case .copy(.interrupted, _, _, _, _, _): 130
        case .noEmbeddedStore, .noSecret, .opening, .redis, .redisInUse, .copy: 1
        }
    }
}
