import RedisClient
import Storage

/// What makes an end last that a failover could undo, where replicas are waited for (`wait_for_replicas`).
///
/// Whatever ends something leaves a note beside it in the same step: replicas may not know yet. Who finds nothing looks for a note, in this
/// process or another, and waits as well; so no answer rests on an end that only the primary knows of. A failover either takes the end and
/// the note along, or finds what was ended, to be ended anew. Where there is no note nobody waits, be there replicas or not.
///
/// The note goes when enough replicas know, at the latest when what was ended would have expired. The number in it grows with each
/// end: only who knows that the last one is confirmed takes it away.
enum EndingScripts {
    /// `KEYS`: the note. `ARGV`: time.
    ///
    /// `WAIT` is about what its own connection has written, so something has to be written for it.
    static let renew = RedisScript(
        name: "renew-note",
        source: scriptPrelude + """
            local left = redis.call('PTTL', KEYS[1])
            if left < 0 then return {'none'} end
            -- First, because it takes no memory: Redis looks at that only until a script has written.
            redis.call('PEXPIRE', KEYS[1], text(left))
            return {'noted', note(KEYS[1], now + left - 300000)}
            """)

    /// `KEYS`: the note. `ARGV`: time, its number.
    static let forget = RedisScript(
        name: "forget-note",
        source: scriptPrelude + """
            if redis.pcall('GET', KEYS[1]) == ARGV[2] then redis.call('UNLINK', KEYS[1]) end
            return {'done'}
            """)

    static let all = [renew, forget]
}

extension RedisStore {
    /// Ends what is under the key. With replicas to wait for it returns when enough of them have ended it too, now or before.
    ///
    /// - Parameter then: What an end has for a consequence elsewhere, whoever has heard of it.
    /// - Returns: The answer of the script; `nil` when there was nothing to end.
    func end(
        _ script: RedisScript, _ key: [UInt8], note: [UInt8], _ arguments: [[UInt8]] = [],
        then follow: (ScriptAnswer) async -> Void = { _ in }
    ) async throws(StoreError) -> ScriptAnswer? {
        let answer = try await run(script, noting(key, note), arguments)
        let isEnded = try answer.isEnd()
        await follow(answer)
        try await isEnded ? settle(note) : confirm(note)
        return isEnded ? answer : nil
    }

    /// The keys of a step that may end what is under the first.
    func noting(_ key: [UInt8], _ note: [UInt8]) -> [[UInt8]] { strictWait == nil ? [key] : [key, note] }

    /// Returns when enough replicas know of every end that was noted there.
    func confirm(_ note: [UInt8]) async throws(StoreError) {
        guard strictWait != nil, try await read(.grants, "GET", note).0 != .null else { return }
        try await settle(note)
    }

    private func settle(_ note: [UInt8]) async throws(StoreError) {
        guard let strictWait else { return }
        let answer = try await run(EndingScripts.renew, [note], [], waitingFor: strictWait)
        guard answer.word == "noted" else { return }
        let number = try answer.number(1)
        // One that stays does no harm: it ends by itself.
        _ = try? await run(EndingScripts.forget, [note], [Array(String(number).utf8)])
    }
}

extension ScriptAnswer {
    /// Of a step that ends something: whether there was something to end.
    func isEnd() throws(StoreError) -> Bool {
        switch word {
        case "revoked": return true
        case "unknown": return false
        default: throw .unintelligible
        }
    }
}
