import OAuthModel
import RedisClient
package import Storage

/// What is known of a copy into this store that is not finished: one hash, so that all of it comes and goes in one step.
extension RedisStore {
    /// Longer than anything lives that a manifest may ask for: without the mark half of a copy would be served.
    static let copyLifetime = Duration.seconds(3660 * 86_400)

    private static let markField = Array("mark".utf8)

    package func copyMark() async throws(StoreError) -> CopyMark? {
        // Whoever asks is going to read or to fill the store.
        guard let format = try await ask(RedisCommand("GET", key: keys.format)) else { throw .unintelligible }
        guard try Self.reads(format: format) else { throw .newerFormat }
        let reply: RedisReply?
        do throws(RedisFailure) {
            reply = try await client.send([RedisCommand("HGET", key: keys.copyMark, [Self.markField])]).first
        } catch .refused("WRONGTYPE", _) {
            return .illegible
        } catch { throw StoreError(error) }
        guard case .bytes(let text) = reply else { return nil }
        return CopyMark(text: String(decoding: text, as: UTF8.self))
    }

    package func setCopyMark(_ mark: CopyMark?) async throws(StoreError) {
        if let mark {
            // Whose what follows is, its clients tell.
            try await unlink(keys.secret)
            try await setFormat()
            try await keep([Self.markField, Array(mark.text.utf8)])
        } else {
            try await unlink(keys.copyMark)
        }
    }

    private func unlink(_ key: [UInt8]) async throws(StoreError) {
        do { _ = try await client.send([RedisCommand("UNLINK", key: key)]) } catch {
            throw StoreError(error)
        }
    }

    package func note(_ names: [RecordName]) async throws(StoreError) {
        guard !names.isEmpty else { return }
        try await keep(names.flatMap { [keys.key(of: $0), []] })
    }

    package func notedNames() async throws(StoreError) -> [RecordName] {
        var names: Set<RecordName> = []
        var cursor = Array("0".utf8)
        repeat {
            let command = RedisCommand(
                "HSCAN", key: keys.copyMark, [cursor, Array("COUNT".utf8), 512.argument])
            let reply: RedisReply?
            do { reply = try await client.send([command]).first } catch { throw StoreError(error) }
            guard case .list(let parts) = reply, parts.count == 2, case .bytes(let next) = parts[0],
                case .list(let fields) = parts[1]
            else { throw .unintelligible }
            cursor = next
            for case .bytes(let field) in fields {
                if let name = keys.name(of: field) { names.insert(name) }
            }
        } while cursor != Array("0".utf8)
        return Array(names)
    }

    /// Both in one write: no key is without an end.
    private func keep(_ fields: [[UInt8]]) async throws(StoreError) {
        do {
            _ = try await client.send([
                RedisCommand("HSET", key: keys.copyMark, fields),
                RedisCommand("PEXPIRE", key: keys.copyMark, [Self.copyLifetime.argument]),
            ])
        } catch { throw StoreError(error) }
    }
}
