package import OAuthModel

/// Section `upstream`: who says which resource owner sits at the browser.
package enum Upstream: Sendable, Equatable {
    case fake(FakeUpstreamSettings)
}

/// A login in which everybody is who they claim to be.
package struct FakeUpstreamSettings: Sendable, Equatable {
    package let users: [ResourceOwner]
    /// Consent and login finish by themselves. Only ever true for a loopback issuer.
    package let autoApprove: Bool
    /// How long the browser is remembered.
    package let session: Duration
}
