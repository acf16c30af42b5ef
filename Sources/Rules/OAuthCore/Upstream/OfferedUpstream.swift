package import OAuthModel

/// An upstream at which people can log in.
package struct OfferedUpstream: Sendable {
    package let name: UpstreamName
    /// For people, on the chooser.
    package let title: String
    package let provider: any UpstreamProvider
    /// Nil where a login is not looked after once it is over.
    package let refresher: (any UpstreamRefresher)?

    package init(
        name: UpstreamName, title: String, provider: any UpstreamProvider,
        refresher: (any UpstreamRefresher)? = nil
    ) {
        self.name = name
        self.title = title
        self.provider = provider
        self.refresher = refresher
    }
}

extension Sequence<OfferedUpstream> {
    /// Of those whose logins are looked after.
    package var refreshers: [UpstreamName: any UpstreamRefresher] {
        Dictionary(
            compactMap { offered in offered.refresher.map { (offered.name, $0) } },
            uniquingKeysWith: { first, _ in first })
    }
}
