import JSON
package import OAuthModel
package import WireText

/// What a provider gave out with a login, to be kept with the grant. Printing it shows nothing.
package struct UpstreamTokens: Sendable, Equatable {
    /// Whose they are.
    package let upstream: UpstreamName
    package let accessToken: SecretText
    /// Nil where the provider gave none.
    package let refreshToken: SecretText?
    /// Who logged in, as the provider calls them in what it signs; nil where it signs nothing.
    package let subject: WireText?

    package init(
        upstream: UpstreamName, accessToken: SecretText, refreshToken: SecretText?, subject: WireText? = nil
    ) {
        self.upstream = upstream
        self.accessToken = accessToken
        self.refreshToken = refreshToken
        self.subject = subject
    }

    var json: JSONObject {
        JSONObject([
            "upstream": .string(upstream.rawValue), "access_token": .string(accessToken.text),
            "refresh_token": refreshToken.map { .string($0.text) },
            "sub": subject.map { .string($0) },
        ])
    }

    init?(json: JSONValue) {
        guard let upstream = json["upstream"]?.string?.ascii.flatMap(UpstreamName.init),
            let accessToken = json["access_token"]?.string?.ascii
        else { return nil }
        self.init(
            upstream: upstream, accessToken: SecretText(text: accessToken),
            refreshToken: json["refresh_token"]?.string?.ascii.map { SecretText(text: $0) },
            subject: json["sub"]?.string)
    }
}

/// A provider that can be asked whether a login still holds.
package protocol UpstreamRefresher: Sendable {
    /// How long a grant goes on that it confirmed, while it can't be reached.
    var grace: Duration { get }

    /// Trades the refresh token for newer tokens (RFC 6749 §6): those that came, or of what did not come anew, the old. The provider may have
    /// spent the refresh token also when nothing came back.
    func refresh(_ tokens: UpstreamTokens) async -> Result<UpstreamTokens, UpstreamRefreshFailure>
}

package enum UpstreamRefreshFailure: Error, Sendable {
    /// `invalid_grant`, and nothing else: the login is over.
    case ended(facts: [Fact])
    /// Anything else: a later try may succeed.
    case away(facts: [Fact])
}
