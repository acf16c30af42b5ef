package import OAuthModel
import RedisClient
package import Storage

/// Redemption and rotation are asked for once more by the store itself when their answer is lost with a connection: a
/// client that came back instead would be taken for a thief. If that fails too and the client comes back, a code that was
/// redeemed is a replay and ends its grant; a refresh token that was spent is answered by its mode, in `replay` with the
/// tokens that were made. Revocation may be asked for as often as one likes.
extension RedisStore: GrantStore {
    package func insert(
        code digest: SecretDigest, _ record: SealedRecord, of key: GrantKey, lifetime: Duration,
        summary: GrantSummary
    ) async throws(StoreError) {
        try await enter(key, summary, .after(lifetime))
        let answer = try await run(
            GrantScripts.insert, [keys.grant(key)],
            [digest.bytes, record.bytes, lifetime.argument, summary.value])
        switch answer.word {
        case "inserted": return
        case "exists": throw .handleTaken
        default: throw .unintelligible
        }
    }

    package func begin(
        _ key: GrantKey, issuing: IssuedTokens, summary: GrantSummary
    ) async throws(StoreError) -> IssuedValidity {
        try await enter(key, summary, .after(issuing.grantLifetime))
        let arguments = [issuing.grantLifetime.argument, summary.value] + issuing.arguments
        let answer = try await insist(GrantScripts.begin, [keys.grant(key)], arguments, waitingFor: wait)
        switch answer.word {
        case "issued": return try issued(answer)
        case "exists": throw .handleTaken
        default: throw .unintelligible
        }
    }

    package func load(code digest: SecretDigest, of key: GrantKey) async throws(StoreError) -> StoredCode? {
        let key = keys.grant(key)
        let (reply, now) = try await read(.grants, "HMGET", key, [GrantField.code, GrantField.redeemed])
        if reply == .null { return nil }
        guard case .list(let fields) = reply, fields.count == 2 else { throw .unintelligible }
        guard case .bytes(let value) = fields[0] else { return nil }
        guard let code = ValueReader.code(value) else {
            reports.damage(.grants, key)
            return nil
        }
        guard code.digest == digest, code.record.isLive(at: now) else { return nil }
        return StoredCode(record: code.record, isRedeemed: fields[1] != .null)
    }

    package func countFailure(
        code digest: SecretDigest, of key: GrantKey, limit: Int
    ) async throws(StoreError) -> CodeFailure {
        let answer = try await run(
            GrantScripts.countFailure, [keys.grant(key)], [digest.bytes, limit.argument])
        switch answer.word {
        case "counted": return .counted
        case "dead":
            await leave(key, answer)
            return .dead
        case "unknown": return .unknown
        default: throw .unintelligible
        }
    }

    package func redeem(
        code digest: SecretDigest, of key: GrantKey, issuing: IssuedTokens, summary: GrantSummary
    ) async throws(StoreError) -> CodeRedemption {
        try await enter(key, summary, .after(issuing.grantLifetime))
        let arguments =
            [digest.bytes, issuing.grantLifetime.argument, summary.value] + issuing.arguments
        let answer = try await insist(GrantScripts.redeem, [keys.grant(key)], arguments, waitingFor: wait)
        switch answer.word {
        case "issued": return .redeemed(try issued(answer))
        case "already": return .alreadyRedeemed
        case "unknown": return .unknown
        default: throw .unintelligible
        }
    }

    package func load(
        accessToken digest: SecretDigest, of key: GrantKey
    ) async throws(StoreError) -> StoredRecord? {
        try await load(.grants, "HGET", keys.grant(key), [GrantField.accessToken(digest)])
    }

    package func load(
        refreshToken digest: SecretDigest, of key: GrantKey
    ) async throws(StoreError) -> StoredRefreshToken? {
        let key = keys.grant(key)
        let (reply, now) = try await read(.grants, "HGET", key, [GrantField.refreshToken(digest)])
        guard let value = try value(reply) else { return nil }
        guard let token = ValueReader.refreshToken(value) else {
            reports.damage(.grants, key)
            return nil
        }
        return token.record.isLive(at: now) ? token : nil
    }

    package func rotate(
        refreshToken digest: SecretDigest, of key: GrantKey, reuse: RefreshReuse, issuing: RotatedTokens,
        summary: GrantSummary
    ) async throws(StoreError) -> RefreshRotation {
        let arguments =
            [digest.bytes] + reuse.arguments + [issuing.replay.bytes] + issuing.accessToken.arguments
            + issuing.refreshToken.arguments
            + [summary.value, Array((strictWait == nil ? "now" : "later").utf8)]
        var answer = try await insist(GrantScripts.rotate, [keys.grant(key)], arguments, waitingFor: wait)
        if answer.word == "unentered" {
            try await enter(key, summary, .at(Timestamp(milliseconds: try answer.number(1))))
            answer = try await insist(
                GrantScripts.rotate, [keys.grant(key)], arguments + [Array("entered".utf8)], waitingFor: wait)
        }
        switch answer.word {
        case "issued": return .rotated(try issued(answer))
        case "replayed":
            return .replayed(
                SealedRecord(bytes: try answer.bytes(2)), remaining: .milliseconds(try answer.number(1)))
        case "reused":
            // An end that is noted has two keys, which can't be used together while a cluster moves their slot: a rotation must not be
            // held up by that. Until it is ended, the grant is found again to be reused.
            if strictWait != nil { answer = try await run(GrantScripts.revoke, noting(key), []) }
            await leave(key, answer)
            return answer.word == "reused" ? .reused : try answer.isEnd() ? .reused : .unknown
        case "unknown": return .unknown
        default: throw .unintelligible
        }
    }

    package func revoke(
        ifReused digest: SecretDigest, of key: GrantKey, reuse: RefreshReuse
    ) async throws(StoreError) -> Bool {
        let answer = try await run(
            GrantScripts.revokeIfReused, noting(key), [digest.bytes] + reuse.arguments)
        await leave(key, answer)
        return try answer.isEnd()
    }

    @discardableResult
    package func revoke(
        accessToken digest: SecretDigest, of key: GrantKey
    ) async throws(StoreError) -> Bool {
        try await end(
            GrantScripts.revokeAccessToken, keys.grant(key), note: keys.ending(key.bytes), [digest.bytes]
        ) { answer in
            await leave(key, answer)
        } != nil
    }

    @discardableResult
    package func revoke(_ key: GrantKey) async throws(StoreError) -> Bool {
        try await end(GrantScripts.revoke, keys.grant(key), note: keys.ending(key.bytes)) { answer in
            await leave(key, answer)
        } != nil
    }

    package func confirm(_ key: GrantKey) async throws(StoreError) {
        try await confirm(keys.ending(key.bytes))
    }

    private func noting(_ key: GrantKey) -> [[UInt8]] {
        noting(keys.grant(key), keys.ending(key.bytes))
    }

    private func issued(_ answer: ScriptAnswer) throws(StoreError) -> IssuedValidity {
        IssuedValidity(
            accessToken: try answer.validity(from: 1, to: 2),
            refreshToken: answer.has(3) ? try answer.validity(from: 1, to: 3) : nil)
    }
}

extension IssuedTokens {
    fileprivate var arguments: [[UInt8]] { accessToken.arguments + (refreshToken?.arguments ?? []) }
}

extension StoreError {
    fileprivate static let handleTaken = StoreError.unavailable(reason: "a grant has the handle of another")
}

extension NewToken {
    /// As the script's `issue` takes them.
    fileprivate var arguments: [[UInt8]] { [digest.bytes, record.bytes, lifetime.argument] }
}

extension RefreshReuse {
    fileprivate var arguments: [[UInt8]] { [Array(word.utf8), window.argument] }
}
