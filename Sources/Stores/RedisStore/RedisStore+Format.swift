import RedisClient
import Storage

/// The version of what docs/redis-keys.md says, in a key of its own.
///
/// It grows when an earlier program would misread what there is, or break it. One that finds a greater number than its own does not go on.
extension RedisStore {
    /// - 1: without the key; grants without summaries.
    /// - 2: grants have summaries and are in indexes, and may begin without a code. Everything of 1 is there as it was.
    private static let version: Int64 = 2

    /// What is no number is of a time that this program doesn't know.
    static func reads(format: RedisReply) throws(StoreError) -> Bool {
        switch format {
        case .null: return true
        case .bytes(let text):
            var reader = ValueReader(text + [0x20])
            return reader.number().map { $0 <= version } ?? false
        default: throw .unintelligible
        }
    }

    /// Where there is none yet.
    func setFormat() async throws(StoreError) {
        let arguments = [
            Array(String(Self.version).utf8), Array("EX".utf8), Self.lookLifetime, Array("NX".utf8),
        ]
        _ = try await ask(RedisCommand("SET", key: keys.format, arguments))
    }
}
