import OAuthCore
import OAuthModel

/// The rotation of refresh tokens (OAuth 2.1 §4.3.1) and what becomes of one that is used again.
extension Grant {
    mutating func rotate(
        _ digest: Digest, reuse: RefreshReuse, issuing: RotatedTokens, at now: Timestamp
    ) -> GrantStep<RefreshRotation> {
        if let index = refreshTokens.firstIndex(where: { $0.digest == digest }) {
            let token = refreshTokens[index]
            guard token.record.isLive(at: now) else { return GrantStep(outcome: .unknown, effect: .none) }
            // Every use has a row of its own beside the grant's, and their number is limited.
            guard spentCount < RowID.partLimit - 1 else { return GrantStep(outcome: .reused, effect: .ended) }
            refreshTokens.remove(at: index)
            return spend(token, issuing: issuing, at: now)
        }
        guard let index = spentTokens.firstIndex(where: { $0.digest == digest }),
            spentTokens[index].record.isLive(at: now)
        else { return GrantStep(outcome: .unknown, effect: .none) }
        return useAgain(index, reuse: reuse, issuing: issuing, at: now)
    }

    private mutating func spend(
        _ token: RefreshToken, issuing: RotatedTokens, at now: Timestamp
    ) -> GrantStep<RefreshRotation> {
        accessTokens.removeAll { $0.digest == token.accessToken }
        // Whoever holds the successor has received the answer, so its predecessor's copy of it has served.
        for index in spentTokens.indices where spentTokens[index].successor == token.digest {
            spentTokens[index].replay = nil
        }
        let validity = insert(issuing.accessToken, issuing.refreshToken, at: now)
        spentCount += 1
        let spent = SpentToken(
            digest: token.digest, record: token.record, part: spentCount, spentAt: now,
            successor: Digest(issuing.refreshToken.digest),
            replay: Replay(sealed: issuing.replay, accessToken: validity.accessToken))
        spentTokens.append(spent)
        return GrantStep(outcome: .rotated(validity), effect: .changed(spent: spent))
    }

    private mutating func useAgain(
        _ index: Int, reuse: RefreshReuse, issuing: RotatedTokens, at now: Timestamp
    ) -> GrantStep<RefreshRotation> {
        let spent = spentTokens[index]
        switch reuse {
        case .grace(let window) where now < spent.spentAt.advanced(by: window):
            let validity = insert(issuing.accessToken, issuing.refreshToken, at: now)
            return GrantStep(outcome: .rotated(validity), effect: .changed(spent: nil))
        case .replay(let window) where now < spent.spentAt.advanced(by: window):
            guard let replay = spent.replay, refreshTokens.contains(where: { $0.digest == spent.successor })
            else { return GrantStep(outcome: .reused, effect: .ended) }
            return GrantStep(
                outcome: .replayed(
                    replay.sealed, remaining: max(.zero, replay.accessToken.expiresAt.since(now))),
                effect: .none)
        case .strict, .grace, .replay:
            return GrantStep(outcome: .reused, effect: .ended)
        }
    }
}
