package import OAuthModel
import Storage
import Synchronization

/// What this process has seen of grants and access tokens lately: so that it can say why one of them is worth nothing any more, without
/// asking the store. Bounded, forgotten after a while, and no part of any answer.
///
/// It also counts how often a token is asked about: the first time is told, the others are counted.
package final class RecentGrants: Sendable {
    /// How long after its end somebody may still learn why.
    private static let memory = Duration.seconds(15 * 60)

    private let clock: Clock
    private let state = Mutex(State())

    private struct State {
        var grants = RecentTable(limit: 8_192, blank: Grant())
        var tokens = RecentTable(limit: 16_384, blank: Token())
    }

    private struct Grant {
        var flow: FlowID?
        /// Of its code.
        var codeExpiresAt: Timestamp?
        var refreshedAt: Timestamp?
        /// The name of the access token that was issued last.
        var newest: UInt64?
        var endedAt: Timestamp?
    }

    private struct Token {
        var expiresAt = Timestamp(milliseconds: 0)
        /// The name of the grant that it is of; zero where that is not known.
        var grant: UInt64 = 0
        /// By itself, while its grant goes on.
        var endedAt: Timestamp?
        var asked = Questions()
    }

    /// How often somebody was told that a token is good.
    private struct Questions {
        var count = 0
        var first = Timestamp(milliseconds: 0)
        var last = Timestamp(milliseconds: 0)
    }

    package init(clock: Clock) {
        self.clock = clock
    }

    // Keys and digests are keyed hashes: their first bytes are as good as any.
    private static func name(_ bytes: [UInt8]) -> UInt64 {
        bytes.withUnsafeBytes { $0.count < 8 ? 1 : max(1, $0.loadUnaligned(as: UInt64.self)) }
    }

    func noteCode(of key: GrantKey, flow: FlowID?, lifetime: Duration) {
        let expiresAt = clock.now.advanced(by: lifetime)
        change(key) { $0 = Grant(flow: flow, codeExpiresAt: expiresAt) }
    }

    /// - Parameter isRefreshed: It takes the place of those that were issued before.
    func noteToken(
        _ digest: SecretDigest, of key: GrantKey, flow: FlowID?, lifetime: Duration, isRefreshed: Bool
    ) {
        let now = clock.now
        let name = Self.name(digest.bytes)
        change(key) { grant in
            grant.flow = flow ?? grant.flow
            grant.newest = name
            if isRefreshed { grant.refreshedAt = now }
        }
        let token = Token(expiresAt: now.advanced(by: lifetime), grant: Self.name(key.bytes))
        state.withLock { $0.tokens.update(name) { $0 = token } }
    }

    func noteEnd(of key: GrantKey) {
        let now = clock.now
        change(key) { $0.endedAt = now }
    }

    func noteEnd(of digest: SecretDigest) {
        let now = clock.now
        state.withLock { $0.tokens.update(Self.name(digest.bytes)) { $0.endedAt = now } }
    }

    private func change(_ key: GrantKey, _ change: (inout Grant) -> Void) {
        state.withLock { $0.grants.update(Self.name(key.bytes), change) }
    }

    /// Somebody was told that the token is active.
    ///
    /// - Returns: Whether that is the first time, as far as is known.
    func noteQuestion(_ digest: SecretDigest, _ validity: Validity) -> Bool {
        let now = clock.now
        return state.withLock { state in
            state.tokens.update(Self.name(digest.bytes)) { token in
                token.asked.count += 1
                token.asked.last = now
                guard token.asked.count == 1 else { return false }
                token.asked.first = now
                token.expiresAt = validity.expiresAt
                return true
            }
        }
    }

    /// How often, and when, somebody was told that the token is good: what was counted and not told.
    func questions(_ digest: SecretDigest) -> [Fact] {
        let now = clock.now
        guard let asked = state.withLock({ $0.tokens.value(Self.name(digest.bytes))?.asked }), asked.count > 0
        else { return [] }
        func ago(_ moment: Timestamp) -> String { "\(max(0, now.since(moment).wholeSeconds)) s ago" }
        return [
            Fact("good_before", asked.count == 1 ? "once" : "\(asked.count) times"),
            Fact("first_good", ago(asked.first)), Fact("last_good", ago(asked.last)),
        ]
    }

    /// How often, and when last, somebody was told that a token of a login is good. Looks at all that there are: for a person who asks.
    package func use(of flow: FlowID) -> (count: Int, last: Timestamp)? {
        state.withLock { state in
            let grants = state.grants.names(where: { $0.flow == flow })
            guard !grants.isEmpty else { return nil }
            let asked = state.tokens.filter { grants.contains($0.grant) && $0.asked.count > 0 }.map(\.asked)
            guard let last = asked.map(\.last).max() else { return nil }
            return (asked.reduce(0) { $0 + $1.count }, last)
        }
    }

    /// The login that a grant came of.
    func flow(of key: GrantKey) -> FlowID? {
        state.withLock { $0.grants.value(Self.name(key.bytes))?.flow }
    }

    /// Why a token of this server's shape is not there.
    func reason(_ digest: SecretDigest, of key: GrantKey) -> InactiveReason {
        let now = clock.now
        return state.withLock { state in
            let name = Self.name(digest.bytes)
            let token = state.tokens.value(name)
            let grant = state.grants.value(Self.name(key.bytes))
            for endedAt in [token?.endedAt, grant?.endedAt].compactMap(\.self) where isRecent(endedAt, now) {
                return .tokenRevoked
            }
            guard let token else { return .tokenUnknown }
            if token.expiresAt <= now {
                return isRecent(token.expiresAt, now) ? .tokenExpired : .tokenUnknown
            }
            if let refreshedAt = grant?.refreshedAt, isRecent(refreshedAt, now), grant?.newest != name {
                return .tokenSuperseded
            }
            return .tokenUnknown
        }
    }

    /// Why a code of this server's shape is not there.
    func refusal(ofCode key: GrantKey) -> OAuthError {
        let now = clock.now
        let grant = state.withLock { $0.grants.value(Self.name(key.bytes)) }
        if let endedAt = grant?.endedAt, isRecent(endedAt, now) {
            return OAuthError(TokenReason.codeEnded).of(nil, in: grant?.flow)
        }
        if let expiresAt = grant?.codeExpiresAt, expiresAt <= now, isRecent(expiresAt, now) {
            let ago = now.since(expiresAt).wholeSeconds
            return OAuthError(TokenReason.codeExpired, facts: [Fact("expired", "\(ago) s ago")])
                .of(nil, in: grant?.flow)
        }
        return OAuthError(TokenReason.codeUnknown).of(nil, in: grant?.flow)
    }

    /// Why a refresh token of this server's shape is not there.
    func refusal(ofRefreshToken key: GrantKey) -> OAuthError {
        let grant = state.withLock { $0.grants.value(Self.name(key.bytes)) }
        let isEnded = grant?.endedAt.map { isRecent($0, clock.now) } ?? false
        return OAuthError(isEnded ? TokenReason.refreshTokenEnded : .refreshTokenUnknown)
            .of(nil, in: grant?.flow)
    }

    private func isRecent(_ moment: Timestamp, _ now: Timestamp) -> Bool {
        now < moment.advanced(by: Self.memory)
    }
}
