import JSON
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
        switch answer {
        case .failure(let failure) where failure.isSpent: return .failure(.ended(facts: failure.facts))
        case .failure(let failure): return .failure(.away(facts: failure.facts))
        case .success(let newer):
            do throws(UpstreamRefusal) { try await checkPerson(of: newer, from: provider, as: tokens) } catch
            {
                return .failure(.away(facts: error.error.facts))
            }
            return .success(
                UpstreamTokens(
                    upstream: tokens.upstream, accessToken: newer.accessToken,
                    refreshToken: newer.refreshToken ?? former, subject: tokens.subject))
        }
    }

    /// An ID token may come with a refresh, and is of the same person then (OpenID Connect Core §12.2).
    private func checkPerson(
        of newer: TokenAnswer, from provider: KnownProvider, as former: UpstreamTokens
    ) async throws(UpstreamRefusal) {
        guard newer.idToken != nil, let keys = provider.keys, let subject = former.subject else { return }
        let claims = try await signed(newer, nonce: nil, from: provider, keys: keys)
        guard claims["sub"]?.string == subject else {
            throw refusal(.idTokenClaims, [Fact("because", "the ID token is of another person")])
        }
    }
}
