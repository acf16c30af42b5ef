package import OAuthCore
package import OAuthModel
import Synchronization

/// A provider that says whether a login holds, as the test wants it. It is as strict as one may be: a refresh token that it has replaced is
/// one that it doesn't know, so that whoever asks twice, or loses an answer, is found out.
package final class ScriptedRefresher: UpstreamRefresher {
    package enum Turn: Sendable {
        /// Gives a new refresh token for the old one.
        case rotates
        /// Gives a new access token alone.
        case keeps
        case isAway
        case ended
    }

    private struct State {
        var turn = Turn.rotates
        /// The refresh tokens that are good.
        var live: Set<String> = []
        var given: [String] = []
        var asked: [String] = []
        var isHeld = false
        var held: [CheckedContinuation<Void, Never>] = []
        var whenever: @Sendable () -> Void = {}
    }

    /// What it is called.
    package static let name = UpstreamName.fake

    package let grace: Duration
    private let state: Mutex<State>

    package init(_ turn: Turn = .rotates, grace: Duration = .seconds(3600)) {
        self.grace = grace
        var state = State()
        state.turn = turn
        self.state = Mutex(state)
    }

    package var turn: Turn {
        get { state.withLock { $0.turn } }
        set { state.withLock { $0.turn = newValue } }
    }

    /// The refresh tokens that it was asked with.
    package var asked: [String] { state.withLock { $0.asked } }
    /// All tokens that it ever gave out.
    package var given: [String] { state.withLock { $0.given } }

    /// Happens each time that it was asked, before it answers.
    package func whenAsked(_ whenever: @escaping @Sendable () -> Void) {
        state.withLock { $0.whenever = whenever }
    }

    /// The tokens of a new login.
    package func login() -> UpstreamTokens { state.withLock { Self.tokens(&$0) } }

    /// From here on nothing is answered before ``letGo()``.
    package func hold() { state.withLock { $0.isHeld = true } }

    package func letGo() {
        let held = state.withLock { state in
            state.isHeld = false
            defer { state.held = [] }
            return state.held
        }
        for continuation in held { continuation.resume() }
    }

    package func refresh(_ tokens: UpstreamTokens) async -> Result<UpstreamTokens, UpstreamRefreshFailure> {
        let sent = tokens.refreshToken?.text ?? ""
        let (answer, whenever) = state.withLock { state in
            state.asked.append(sent)
            return (Self.answer(sent, &state), state.whenever)
        }
        whenever()
        await withCheckedContinuation { continuation in
            let goesOn = state.withLock { state in
                if state.isHeld { state.held.append(continuation) }
                return !state.isHeld
            }
            if goesOn { continuation.resume() }
        }
        // As any that asks over a network.
        return Task.isCancelled ? .failure(.away(facts: [])) : answer
    }

    private static func answer(
        _ sent: String, _ state: inout State
    ) -> Result<UpstreamTokens, UpstreamRefreshFailure> {
        let isLive = state.live.contains(sent)
        switch state.turn {
        case .isAway: return .failure(.away(facts: [Fact("provider", "does not answer")]))
        case .rotates where isLive:
            state.live.remove(sent)
            return .success(tokens(&state))
        case .keeps where isLive: return .success(tokens(&state, keeping: sent))
        case .ended, .rotates, .keeps:
            return .failure(.ended(facts: [Fact("provider", "said invalid_grant")]))
        }
    }

    private static func tokens(_ state: inout State, keeping kept: String? = nil) -> UpstreamTokens {
        let number = state.given.count
        let access = "upstream-access-token-\(number)-wJalrXUtnFEMIK7MDENG"
        let refresh = kept ?? "upstream-refresh-token-\(number)-bPxRfiCYEXAMPLEKEY"
        state.given += [access, refresh]
        state.live.insert(refresh)
        return UpstreamTokens(
            upstream: name, accessToken: SecretText(text: access), refreshToken: SecretText(text: refresh))
    }
}
