import RedisClient
import RedisURL
import Storage

/// One way through all keys of the store, on every server that takes writes.
struct KeyScan {
    /// So many keys are looked at in one step, which holds Redis up for well under a millisecond.
    private static let step = 512

    /// More than any server has, and few enough for any number of servers.
    private static let mostKeys = 1 << 40

    private let store: RedisStore
    private var servers: ArraySlice<RedisAddress>
    private var cursor = Array("0".utf8)
    /// All keys of the database, whose ever they are.
    let total: Int

    init(_ store: RedisStore) async throws(StoreError) {
        self.store = store
        do throws(RedisFailure) {
            let servers = try await store.client.servers()
            var total = 0
            for server in servers {
                let reply = try await store.client.send([RedisCommand("DBSIZE")], to: server).first
                if case .integer(let size) = reply { total += min(max(size, 0), Self.mostKeys) }
            }
            self.servers = servers[...]
            self.total = total
        } catch { throw StoreError(error) }
    }

    /// The names of the records found in one step, each once, often none; `nil` at the end.
    mutating func next() async throws(StoreError) -> [RecordName]? {
        guard let server = servers.first else { return nil }
        let command = RedisCommand(
            "SCAN",
            [cursor, Array("MATCH".utf8), store.keys.pattern, Array("COUNT".utf8), Self.step.argument])
        let reply: RedisReply?
        do { reply = try await store.client.send([command], to: server).first } catch {
            throw StoreError(error)
        }
        guard case .list(let parts) = reply, parts.count == 2, case .bytes(let next) = parts[0],
            case .list(let found) = parts[1]
        else { throw .unintelligible }
        cursor = next
        if next == Array("0".utf8) { servers = servers.dropFirst() }
        var names: Set<RecordName> = []
        for case .bytes(let key) in found {
            if let name = store.keys.name(of: key) { names.insert(name) }
        }
        return Array(names)
    }
}
