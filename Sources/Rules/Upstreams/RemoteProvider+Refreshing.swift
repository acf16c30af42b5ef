package import OAuthCore
import OAuthModel
import WireText

extension RemoteProvider: UpstreamRefresher {
    package var grace: Duration {
        if case .checked(let grace) = settings.refreshing { grace } else { .zero }
    }

    package func refresh(_ tokens: UpstreamTokens) async -> Result<UpstreamTokens, UpstreamRefreshFailure> {
        guard let former = tokens.refreshToken else {
            return .failure(.away(facts: [Fact("because", "there is no refresh token")]))
        }
        let provider: KnownProvider
        switch await known() {
        case .success(let found): provider = found
        case .failure(let refusal): return .failure(.away(facts: refusal.error.facts))
        }
        let endpoint = TokenEndpoint(url: provider.token, settings: settings, transport: transport)
        let secret = WireText(former.text)
        let answer = await endpoint.ask(
            [("grant_type", "refresh_token"), ("refresh_token", secret)],
            secrets: [secret, WireText(tokens.accessToken.text)])
        return answer.map { newer in
            UpstreamTokens(
                upstream: tokens.upstream, accessToken: newer.accessToken,
                refreshToken: newer.refreshToken ?? former)
        }.mapError { $0.isSpent ? .ended(facts: $0.facts) : .away(facts: $0.facts) }
    }
}
