import OAuthModel
import Storage

/// The rotation of refresh tokens (OAuth 2.1 §4.3.1) and what becomes of one that is used again.
extension Grant {
    mutating func rotate(
        _ digest: Digest, reuse: RefreshReuse, issuing: RotatedTokens, summary: GrantSummary,
        at now: Timestamp
    ) -> GrantStep<RefreshRotation> {
        if let index = refreshTokens.firstIndex(where: { $0.digest == digest }) {
            let token = refreshTokens[index]
            guard token.record.isLive(at: now) else { return GrantStep(outcome: .unknown, effect: .none) }
            // Each rotation makes one more, so a grant stops at the limit. One that has more is from a file of before there was one,
            // and goes on. Every use has a row of its own beside the grant's, and their number is limited, too.
            guard refreshTokenCount != GrantLimits.refreshTokens, spentCount < RowID.summaryPart - 1 else {
                return GrantStep(outcome: .reused, effect: .ended)
            }
            refreshTokens.remove(at: index)
            return spend(token, issuing: issuing, summary: summary, at: now)
        }
        switch judge(digest, reuse: reuse, at: now) {
        case nil: return GrantStep(outcome: .unknown, effect: .none)
        case .excused(let replay?):
            let remaining = max(.zero, replay.accessToken.expiresAt.since(now))
            return GrantStep(outcome: .replayed(replay.sealed, remaining: remaining), effect: .none)
        case .excused(nil):
            let validity = insert(issuing.accessToken, issuing.refreshToken, at: now)
            tell(summary)
            return GrantStep(outcome: .rotated(validity), effect: .changed(summary: summary))
        case .unexcused: return GrantStep(outcome: .reused, effect: .ended)
        }
    }

    /// For a request that can't be granted in any case.
    func revoke(ifReused digest: Digest, reuse: RefreshReuse, at now: Timestamp) -> GrantStep<Bool> {
        guard case .unexcused = judge(digest, reuse: reuse, at: now) else {
            return GrantStep(outcome: false, effect: .none)
        }
        return GrantStep(outcome: true, effect: .ended)
    }

    private mutating func spend(
        _ token: RefreshToken, issuing: RotatedTokens, summary: GrantSummary, at now: Timestamp
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
        tell(summary)
        return GrantStep(outcome: .rotated(validity), effect: .changed(spent: spent, summary: summary))
    }

    private enum Verdict {
        /// The first answer is given again, or without one the token is spent again.
        case excused(Replay?)
        case unexcused
    }

    /// What to think of a token that was spent before; `nil` when the grant knows no such token.
    private func judge(_ digest: Digest, reuse: RefreshReuse, at now: Timestamp) -> Verdict? {
        if let spent = spentTokens.first(where: { $0.digest == digest }), spent.record.isLive(at: now) {
            if case .replay(let window) = reuse,
                RefreshReuse.isWithin(window, after: spent.spentAt, at: now),
                let replay = spent.replay, refreshTokens.contains(where: { $0.digest == spent.successor })
            {
                return .excused(replay)
            }
            return judge(spentAt: spent.spentAt, reuse: reuse, at: now)
        }
        if let spent = archivedTokens.live(digest, at: now) {
            return judge(spentAt: spent.spentAt, reuse: reuse, at: now)
        }
        return nil
    }

    /// The same where there is no answer to give again.
    private func judge(spentAt: Timestamp, reuse: RefreshReuse, at now: Timestamp) -> Verdict {
        guard case .grace(let window) = reuse, RefreshReuse.isWithin(window, after: spentAt, at: now)
        else { return .unexcused }
        return .excused(nil)
    }
}
