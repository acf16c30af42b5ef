import RedisClient
import RedisURL
import RouteManifest

/// The servers that are connected to a Redis, by the name that their connections give themselves.
struct RedisUsers {
    let client: RedisClient
    let settings: RedisSettings

    var place: String { "\(settings.target)" }

    /// How many connections servers of this key prefix have; `nil` when this user may not know.
    func count() async throws(RedisFailure) -> Int? {
        do throws(RedisFailure) {
            var count = 0
            for server in try await client.servers() {
                let reply = try await client.send([RedisCommand("CLIENT", words: "LIST")], to: server).first
                guard case .bytes(let list) = reply else { return nil }
                count += Self.count(of: settings, in: String(decoding: list, as: UTF8.self))
            }
            return count
        } catch .refused("NOPERM", _) {
            return nil
        }
    }

    /// A line for each connection, of words such as `name=mcp-auth`.
    static func count(of settings: RedisSettings, in list: String) -> Int {
        let signs: Set<Substring> = ["name=\(settings.clientName)", "db=\(settings.target.database)"]
        return list.split(separator: "\n").count { signs.isSubset(of: $0.split(separator: " ")) }
    }
}
