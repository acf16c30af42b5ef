import OAuthModel
import Storage

/// The tokens of a redeemed grant.
extension Grant {
    func accessToken(_ digest: Digest, at now: Timestamp) -> StoredRecord? {
        for token in accessTokens where token.digest == digest {
            return token.record.isLive(at: now) ? token.record : nil
        }
        return nil
    }

    enum KnownRefreshToken: Sendable {
        case inMemory(StoredRefreshToken)
        /// Spent long ago; this row has its record.
        case archived(RowID)
    }

    func refreshToken(_ digest: Digest, at now: Timestamp) -> KnownRefreshToken? {
        if let token = refreshTokenInMemory(digest, at: now) { return .inMemory(token) }
        return archivedTokens.live(digest, at: now).map { token in
            guard let sealed = token.sealed else {
                return .archived(RowID(record: number, part: token.part))
            }
            let record = StoredRecord(sealed: sealed, validity: token.validity)
            return .inMemory(StoredRefreshToken(record: record, isSpent: true))
        }
    }

    private func refreshTokenInMemory(_ digest: Digest, at now: Timestamp) -> StoredRefreshToken? {
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
        let isEmpty = isEnded && refreshTokenCount == 0
        return GrantStep(outcome: true, effect: isEmpty ? .ended : .changed())
    }
}
