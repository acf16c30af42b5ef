import OAuthModel
import Storage

/// Everything that belongs to one authorization, as one value: each change of it is one step.
///
/// Its transitions are pure. They are given the time, and never see a grant that has expired.
struct Grant: Sendable {
    struct Code: Sendable {
        let digest: Digest
        let record: StoredRecord
        var failures = 0
        var isRedeemed = false
    }

    struct AccessToken: Sendable {
        let digest: Digest
        let record: StoredRecord
    }

    struct RefreshToken: Sendable {
        let digest: Digest
        let record: StoredRecord
        /// The access token issued beside it.
        let accessToken: Digest
    }

    /// A refresh token that has been used.
    struct SpentToken: Sendable {
        let digest: Digest
        let record: StoredRecord
        /// The row of the grant's record that holds it.
        let part: Int
        /// When it was used first.
        let spentAt: Timestamp
        let successor: Digest
        /// The answer for those who ask again; gone from memory when the successor has been used too.
        var replay: Replay?
    }

    struct Replay: Sendable {
        let sealed: SealedRecord
        let accessToken: Validity
    }

    /// The number of its record in the file.
    let number: Int64
    /// The absolute end, which no token outlives. Until the redemption that of the code.
    var endsAt: Timestamp
    var code: Code?
    var accessTokens: [AccessToken] = []
    var refreshTokens: [RefreshToken] = []
    var spentTokens: [SpentToken] = []
    var archivedTokens = ArchivedTokens()
    /// How many refresh tokens have been used, those included that memory has forgotten since.
    var spentCount = 0
    /// Under what the index has it; both are 0 as long as it has no summary.
    var client: GrantIndex.Word = 0
    var subject: GrantIndex.Word = 0

    /// When nothing of it counts any more.
    var forgottenAt: Timestamp {
        var latest = code?.record.validity.expiresAt ?? Timestamp(milliseconds: .min)
        for token in accessTokens { latest = max(latest, token.record.validity.expiresAt) }
        for token in refreshTokens { latest = max(latest, token.record.validity.expiresAt) }
        for token in spentTokens { latest = max(latest, token.record.validity.expiresAt) }
        return max(latest, archivedTokens.lastEnd)
    }

    /// When the latest of what can be used was issued; before all time when there is nothing.
    var issuedAt: Timestamp {
        let records = [code?.record] + accessTokens.map(\.record) + refreshTokens.map(\.record)
        return records.compactMap { $0?.validity.issuedAt }.max() ?? Timestamp(milliseconds: .min)
    }

    /// Nothing of it can be used, whatever is remembered of what has been. Such a one is left in the file while it is removed.
    var isEnded: Bool { code == nil && accessTokens.isEmpty && refreshTokens.isEmpty }

    var refreshTokenCount: Int { refreshTokens.count + spentTokens.count + archivedTokens.count }

    func isLive(at now: Timestamp) -> Bool { now < forgottenAt }

    /// Lets go of everything whose time ended in the span. `false` when there was nothing.
    ///
    /// The file learns of it when the grant changes next; until then it is forgotten anew at each start.
    mutating func forget(endedIn span: SweepSpan) -> Bool {
        func isOver(_ record: StoredRecord) -> Bool { span.contains(record.validity.expiresAt) }
        let isCodeOver = code.map { isOver($0.record) } ?? false
        guard
            isCodeOver || accessTokens.contains(where: { isOver($0.record) })
                || refreshTokens.contains(where: { isOver($0.record) })
                || spentTokens.contains(where: { isOver($0.record) })
                || archivedTokens.hasEnded(in: span)
        else { return false }
        if isCodeOver { code = nil }
        accessTokens.removeAll { isOver($0.record) }
        refreshTokens.removeAll { isOver($0.record) }
        spentTokens.removeAll { isOver($0.record) }
        archivedTokens.remove(endedIn: span)
        return true
    }

    /// Puts used tokens aside whose answer is not given again, and leaves their records to the file where there is one.
    mutating func archive(hasFile: Bool = true) {
        for token in spentTokens where token.replay == nil {
            archivedTokens.append(
                ArchivedToken(
                    digest: token.digest, validity: token.record.validity, part: token.part,
                    spentAt: token.spentAt, sealed: hasFile ? nil : token.record.sealed))
        }
        spentTokens.removeAll { $0.replay == nil }
    }
}

/// What a transition did to its grant, and so what the file must learn.
struct GrantStep<Outcome> {
    enum Effect {
        case none
        /// The grant has another value; this token was spent in the step, and this is what is told of the grant from now on.
        case changed(spent: Grant.SpentToken? = nil, summary: GrantSummary? = nil)
        /// The grant is gone.
        case ended
    }

    let outcome: Outcome
    let effect: Effect
}

extension StoredRecord {
    func isLive(at now: Timestamp) -> Bool { now < validity.expiresAt }
}
