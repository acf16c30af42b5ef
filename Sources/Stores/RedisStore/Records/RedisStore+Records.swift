import OAuthModel
import RedisClient
import Storage

/// What the ports have in common.
extension RedisStore {
    /// A record that one command reads; `nil` when it is not there, has expired, or is none of ours.
    func load(
        _ kind: RecordGroup, _ command: String, _ key: [UInt8], _ arguments: [[UInt8]] = []
    ) async throws(StoreError) -> StoredRecord? {
        let (reply, now) = try await read(kind, command, key, arguments)
        guard let value = try value(reply) else { return nil }
        guard let record = ValueReader.record(value) else {
            reports.damage(kind, key)
            return nil
        }
        return record.isLive(at: now) ? record : nil
    }

    func value(_ reply: RedisReply) throws(StoreError) -> [UInt8]? {
        switch reply {
        case .bytes(let value): return value
        case .null: return nil
        default: throw .unintelligible
        }
    }
}
