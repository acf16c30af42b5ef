import OAuthCore
import OAuthModel

/// The tokens of a redeemed grant.
extension Grant {
    func accessToken(_ digest: Digest, at now: Timestamp) -> StoredRecord? {
        for token in accessTokens where token.digest == digest {
            return token.record.isLive(at: now) ? token.record : nil
        }
        return nil
    }

    func refreshToken(_ digest: Digest, at now: Timestamp) -> StoredRefreshToken? {
        if let token = refreshTokens.first(where: { $0.digest == digest }) {
            return token.record.isLive(at: now)
                ? StoredRefreshToken(record: token.record, isSpent: false) : nil
        }
        if let token = spentTokens.first(where: { $0.digest == digest }) {
            return token.record.isLive(at: now)
                ? StoredRefreshToken(record: token.record, isSpent: true) : nil
        }
        return nil
    }

    mutating func revoke(accessToken digest: Digest, at now: Timestamp) -> GrantStep<Bool> {
        guard accessToken(digest, at: now) != nil else { return GrantStep(outcome: false, effect: .none) }
        accessTokens.removeAll { $0.digest == digest }
        return GrantStep(outcome: true, effect: .changed(spent: nil))
    }
}
