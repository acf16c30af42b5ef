internal import Endpoint
internal import Web
internal import WireText

/// A path with the routes that share it, each with other methods.
final class ServedPath: Sendable {
    private let routes: [CompiledRoute]
    private let methodNotAllowed: ByOrigin<EndpointResponse>
    /// For browsers; nil: JSON for everybody.
    private let methodNotAllowedPage: EndpointResponse?
    private let preflights: [ByOrigin<Preflight>]
    private let seen: (@Sendable (SeenRequest, RequestHead) -> Void)?

    /// `routes` is not empty.
    init(
        _ routes: [CompiledRoute], page: (@Sendable (_ sentence: String) -> EndpointResponse)?,
        seen: (@Sendable (SeenRequest, RequestHead) -> Void)?
    ) {
        self.seen = seen
        self.routes = routes
        let allow = HeaderBlock(["Allow": (routes.methods + [.options]).list])
        let headers = routes.first?.headers ?? ByOrigin(others: .empty, listed: [:])
        let sentence = "this path takes \(routes.methods.enumeration)"
        let vary = page == nil ? HeaderBlock.empty : HeaderBlock(["Vary": "Accept"])
        let refusalHeaders = headers.map { allow.adding(vary).adding($0) }
        methodNotAllowed = refusalHeaders.map {
            .error(405, "method_not_allowed", sentence, headers: $0).refusing(.methodUnsupported, sentence)
        }
        methodNotAllowedPage = page?(sentence).adding(refusalHeaders.others)
            .refusing(.methodUnsupported, sentence)
        preflights = routes.map { route in
            route.preflightHeaders.map { Preflight(headers: allow.adding($0)) }
        }
    }

    enum Decision {
        case route(CompiledRoute)
        /// Not a matter for any of the routes; the name is for the log.
        case answer(EndpointResponse, route: String?)
    }

    func decide(_ head: RequestHead) -> Decision {
        if let route = routes.first(where: { $0.methods.contains(head.method) }) { return .route(route) }
        return .answer(
            head.method == .options ? optionsAnswer(to: head) : refusal(of: head), route: routes.first?.name)
    }

    private func refusal(of head: RequestHead) -> EndpointResponse {
        if let methodNotAllowedPage, head.wantsPage { return methodNotAllowedPage }
        return methodNotAllowed.value(for: head)
    }

    /// Every path answers OPTIONS with what it allows (RFC 9110 §9.3.7). For a route without CORS that is all: a browser
    /// that was asking for another page reads it as no.
    private func optionsAnswer(to head: RequestHead) -> EndpointResponse {
        let requested = head.headers["access-control-request-method"]?.ascii.map(HTTPMethod.init(rawValue:))
        let index = routes.firstIndex { route in requested.map(route.methods.contains) ?? true } ?? 0
        let preflight = preflights[index].value(for: head)
        if let seen, let requested, head.headers["origin"] != nil {
            let isAllowed = preflight.allowsPage && routes[index].methods.contains(requested)
            seen(.preflight(isAllowed: isAllowed), head)
        }
        return preflight.answer
    }

    private struct Preflight {
        let answer: EndpointResponse
        /// A browser reads it as yes.
        let allowsPage: Bool

        init(headers: HeaderBlock) {
            answer = EndpointResponse(status: 204, headers: headers)
            allowsPage = headers.fields["access-control-allow-origin"] != nil
        }
    }
}

extension [CompiledRoute] {
    /// Each once, in the order of the routes.
    var methods: [HTTPMethod] {
        flatMap(\.methods).reduce(into: []) { if !$0.contains($1) { $0.append($1) } }
    }
}

extension [HTTPMethod] {
    var list: String { map(\.rawValue).joined(separator: ", ") }

    /// In words: `GET, HEAD and POST`.
    var enumeration: String {
        guard count > 1, let last else { return list }
        return dropLast().list + " and " + last.rawValue
    }
}
