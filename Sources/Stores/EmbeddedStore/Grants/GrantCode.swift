import OAuthModel
import Storage

/// The authorization code of a grant, up to its redemption.
extension Grant {
    static func beginning(
        with code: Digest, _ record: SealedRecord, number: Int64, lifetime: Duration, at now: Timestamp
    ) -> Grant {
        let validity = Validity(issuedAt: now, expiresAt: now.advanced(by: lifetime))
        return Grant(
            number: number, endsAt: validity.expiresAt,
            code: Code(digest: code, record: StoredRecord(sealed: record, validity: validity)))
    }

    static func beginning(
        issuing tokens: IssuedTokens, number: Int64, at now: Timestamp
    ) -> (Grant, IssuedValidity) {
        var grant = Grant(number: number, endsAt: now.advanced(by: tokens.grantLifetime))
        let validity = grant.insert(tokens.accessToken, tokens.refreshToken, at: now)
        return (grant, validity)
    }

    /// What was issued when the grant began with these tokens; `nil` if it did not.
    func validity(of tokens: IssuedTokens) -> IssuedValidity? {
        let access = Digest(tokens.accessToken.digest)
        guard code == nil, let token = accessTokens.first(where: { $0.digest == access }) else { return nil }
        return IssuedValidity(
            accessToken: token.record.validity,
            refreshToken: refreshTokens.first { $0.accessToken == access }?.record.validity)
    }

    /// What is told of it, from now on.
    mutating func tell(_ summary: GrantSummary) {
        client = summary.client.word
        subject = summary.subject.word
    }

    func code(_ digest: Digest, at now: Timestamp) -> Code? {
        guard let code, code.digest == digest, code.record.isLive(at: now) else { return nil }
        return code
    }

    mutating func countFailure(of digest: Digest, limit: Int, at now: Timestamp) -> GrantStep<CodeFailure> {
        guard var code = code(digest, at: now), !code.isRedeemed else {
            return GrantStep(outcome: .unknown, effect: .none)
        }
        code.failures += 1
        guard code.failures < limit else { return GrantStep(outcome: .dead, effect: .ended) }
        self.code = code
        return GrantStep(outcome: .counted, effect: .changed())
    }

    mutating func redeem(
        _ digest: Digest, issuing: IssuedTokens, summary: GrantSummary, at now: Timestamp
    ) -> GrantStep<CodeRedemption> {
        guard var code = code(digest, at: now) else { return GrantStep(outcome: .unknown, effect: .none) }
        guard !code.isRedeemed else { return GrantStep(outcome: .alreadyRedeemed, effect: .none) }
        code.isRedeemed = true
        self.code = code
        endsAt = now.advanced(by: issuing.grantLifetime)
        let validity = insert(issuing.accessToken, issuing.refreshToken, at: now)
        tell(summary)
        return GrantStep(outcome: .redeemed(validity), effect: .changed(summary: summary))
    }

    /// Adds tokens, none of which outlives the grant.
    mutating func insert(
        _ accessToken: NewToken, _ refreshToken: NewToken?, at now: Timestamp
    ) -> IssuedValidity {
        let access = record(of: accessToken, at: now)
        let accessDigest = Digest(accessToken.digest)
        accessTokens.append(AccessToken(digest: accessDigest, record: access))
        guard let refreshToken else { return IssuedValidity(accessToken: access.validity, refreshToken: nil) }
        let refresh = record(of: refreshToken, at: now)
        refreshTokens.append(
            RefreshToken(digest: Digest(refreshToken.digest), record: refresh, accessToken: accessDigest))
        return IssuedValidity(accessToken: access.validity, refreshToken: refresh.validity)
    }

    private func record(of token: NewToken, at now: Timestamp) -> StoredRecord {
        let expiresAt = min(now.advanced(by: token.lifetime), endsAt)
        return StoredRecord(sealed: token.record, validity: Validity(issuedAt: now, expiresAt: expiresAt))
    }
}
