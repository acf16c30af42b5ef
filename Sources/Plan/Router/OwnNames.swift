internal import Endpoint
internal import RouteManifest
internal import Web

/// Keeps pages from being asked for under foreign names, where the issuer is this machine or a host for development.
struct OwnNames: Sendable {
    private let authorities: OwnAuthorities
    private let issuer: String
    private let page: (@Sendable (Misdirection) -> EndpointResponse)?

    /// Nil where any name will do.
    init?(_ plan: RoutePlan, page: (@Sendable (Misdirection) -> EndpointResponse)?) {
        guard let authorities = plan.ownAuthorities else { return nil }
        self.authorities = authorities
        issuer = plan.issuer.text
        self.page = page
    }

    func objection(to head: RequestHead) -> EndpointResponse? {
        guard !authorities.include(head) else { return nil }
        let misdirection = Misdirection(head, issuer: issuer, authorities: authorities)
        let answer =
            page?(misdirection)
            ?? .error(421, "misdirected_request", "this server is \(issuer)", headers: .empty)
        return answer.refusing(.misdirected, misdirection.fittingIssuer)
    }
}
