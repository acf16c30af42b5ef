import OAuthCore
import OAuthModel
import RedisClient

/// What the ports have in common.
extension RedisStore {
    func insert(
        _ record: SealedRecord, _ key: [UInt8], lifetime: Duration, grace: Duration
    ) async throws(StoreError) {
        let answer = try await run(
            RecordScripts.insert, [key], [record.bytes, lifetime.argument, grace.argument])
        guard answer.word == "inserted" else { throw .unintelligible }
    }

    /// A record that one command reads; `nil` when it is not there, has expired, or is none of ours.
    func load(
        _ kind: KeyKind, _ command: String, _ key: [UInt8], _ arguments: [[UInt8]] = []
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
