package import Endpoint
import RouteManifest
import Web
import WireText

/// What the compiled table does with the head of a request, for who asks about one instead of sending it.
///
/// The table itself decides, in ``CompiledRouter/decide(_:)``, as it does for the transport: here is no second opinion of which route it
/// is, only the reasons, which an answer doesn't tell.
package struct RouteMatch: Sendable {
    package enum Outcome: Sendable {
        /// The route is asked.
        case route(PlannedRoute)
        /// OPTIONS: what the path allows, for which no route is asked. This is the route that a browser wants to know of.
        case preflight(PlannedRoute)
        /// `OPTIONS *`: the server as a whole.
        case server
        /// 421: a page is not shown under this name.
        case misdirected(PlannedRoute)
        /// 405
        case otherMethod
        /// 404
        case nothing
    }

    package let plan: RoutePlan
    package let head: RequestHead
    package let outcome: Outcome
    /// What every answer to this request carries, that of the table itself included.
    package let headers: HeaderBlock
    /// Of an answer for which no route is asked.
    package let status: Int?
    /// Of a request with `Origin`: what a browser is answered that asks whether its page may send it.
    package let preflight: HeaderFields?

    /// - Parameters:
    ///   - host: The name that the server is called by; nil: the issuer's.
    ///   - origin: Of the page that sends it; nil: it is no page.
    package init(
        _ method: String, _ path: String, host: String? = nil, origin: String? = nil, in plan: RoutePlan
    ) {
        let router = CompiledRouter(plan) { _ in .handler(NotAsked()) }
        func head(_ method: String, _ more: [(name: String, value: String)] = []) -> RequestHead {
            let fields = [("Host", host ?? plan.issuer.authority.description)]
            return RequestHead(
                method: HTTPMethod(rawValue: method), path: path,
                headers: HeaderFields(fields + (origin.map { [("Origin", $0)] } ?? []) + more),
                peer: PeerAddress(address: "127.0.0.1", isLoopback: true), requestID: "")
        }
        let asked = head(method)
        self.plan = plan
        self.head = asked
        preflight = origin.flatMap { _ in
            guard
                case .answer(let answer, _?) = router.decide(
                    head("OPTIONS", [("Access-Control-Request-Method", method)]))
            else { return nil }
            return answer.headers.fields
        }
        func route(_ name: String?) -> PlannedRoute? { plan.servedRoutes.first { $0.name.text == name } }
        switch router.decide(asked) {
        case .endpoint(_, let policy):
            outcome = route(policy.name).map(Outcome.route) ?? .nothing
            (headers, status) = (policy.headers, nil)
        case .answer(let answer, let name):
            headers = answer.headers
            status = answer.status
            switch (answer.status, route(name)) {
            case (404, _): outcome = .nothing
            case (421, let route?): outcome = .misdirected(route)
            case (204, let route?): outcome = .preflight(route)
            case (204, nil): outcome = .server
            default: outcome = .otherMethod
            }
        }
    }

    /// It is answered as it was meant to be.
    package var isAnswered: Bool {
        switch outcome {
        case .route, .preflight, .server: true
        case .misdirected, .otherMethod, .nothing: false
        }
    }

    /// The route that the outcome is about.
    package var route: PlannedRoute? {
        switch outcome {
        case .route(let route), .preflight(let route), .misdirected(let route): route
        case .server, .otherMethod, .nothing: nil
        }
    }

    /// Why none of the other routes answers, in the order of the file.
    package var others: [(route: PlannedRoute, reason: Refusal)] {
        plan.routes.compactMap { other in
            guard other.name != route?.name else { return nil }
            guard other.paths.contains(head.path) else { return (other, .path) }
            return (other, other.isOn ? .method : .off)
        }
    }

    /// Why a route is not asked.
    package enum Refusal: String, Sendable {
        case path
        case method
        case off
    }

    var allow: String? { headers.fields["allow"]?.ascii }
}

/// Stands where a handler would be asked.
private struct NotAsked: EndpointHandler {
    func respond(to request: EndpointRequest) async -> EndpointResponse { EndpointResponse(status: 204) }
}
