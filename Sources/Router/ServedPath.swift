internal import Endpoint
internal import WireText

/// A path with the routes that share it, each with other methods.
final class ServedPath: Sendable {
    private let routes: [CompiledRoute]
    private let methodNotAllowed: ByOrigin<EndpointResponse>
    private let preflights: [ByOrigin<EndpointResponse>]

    /// `routes` is not empty.
    init(_ routes: [CompiledRoute]) {
        self.routes = routes
        let allow = HeaderBlock(["Allow": (Self.methods(of: routes) + [.options]).list])
        let headers = routes.first?.headers ?? ByOrigin(others: .empty, listed: [:])
        methodNotAllowed = headers.map {
            .error(405, "method_not_allowed", "this endpoint has no such method", headers: allow.adding($0))
        }
        preflights = routes.map { route in
            route.preflightHeaders.map { EndpointResponse(status: 204, headers: allow.adding($0)) }
        }
    }

    enum Decision {
        case route(CompiledRoute)
        /// Not a matter for any of the routes; the name is for the log.
        case answer(EndpointResponse, route: String?)
    }

    func decide(_ head: RequestHead) -> Decision {
        if let route = routes.first(where: { $0.methods.contains(head.method) }) { return .route(route) }
        let answer = head.method == .options ? optionsAnswer(to: head) : methodNotAllowed.value(for: head)
        return .answer(answer, route: routes.first?.name)
    }

    /// Every path answers OPTIONS with what it allows (RFC 9110 §9.3.7). For a route without CORS that is all: a browser
    /// that was asking for another page reads it as no.
    private func optionsAnswer(to head: RequestHead) -> EndpointResponse {
        let requested = head.headers["access-control-request-method"]?.ascii.map(HTTPMethod.init(rawValue:))
        let index = routes.firstIndex { route in requested.map(route.methods.contains) ?? true } ?? 0
        return preflights[index].value(for: head)
    }

    private static func methods(of routes: [CompiledRoute]) -> [HTTPMethod] {
        routes.flatMap(\.methods).reduce(into: []) { if !$0.contains($1) { $0.append($1) } }
    }
}
