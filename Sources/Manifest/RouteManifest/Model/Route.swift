/// One entry of `routes`, with the defaults worked in.
package struct Route: Sendable, Equatable {
    package let name: RouteName
    /// Whether it is served, and if not, which switch says so.
    package var state: RouteState
    package let path: RoutePath
    /// Further paths with the same answers.
    package let aliases: [RoutePath]
    /// As written in the file; HEAD goes with GET and is not among them, nor is OPTIONS.
    package let methods: [RouteMethod]
    package let handler: HandlerName
    package let binding: HandlerBinding
    /// Metadata, links and redirects may lead here, unless they lead to an earlier route of the same handler.
    package let isAdvertised: Bool
    /// A file of the templates folder; never nil where the handler shows a page.
    package let template: TemplateName?
    /// Always `.sameOrigin` for handlers that show pages.
    package let cors: CORSPolicy
    package let rateLimit: RateLimit?
    /// Who may call; each one listed suffices.
    package let auth: [RouteAuth]
    package let timeout: Duration
    /// Largest body in bytes.
    package let bodyLimit: Int
    package let headers: [HeaderField]
    /// How long the answer may be cached; nil: not at all.
    package let cache: Duration?

    package var isOn: Bool { state == .on }

    /// `path` and then the aliases.
    package var paths: [RoutePath] { [path] + aliases }
}

extension Sequence {
    /// Of all that have a route of this handler, the one to which everything leads that does: the first that is on, an advertised one
    /// before one that isn't.
    package func serving(_ handler: HandlerName, _ route: (Element) -> Route?) -> Element? {
        var unadvertised: Element?
        for element in self {
            guard let route = route(element), route.handler == handler, route.isOn else { continue }
            if route.isAdvertised { return element }
            unadvertised = unadvertised ?? element
        }
        return unadvertised
    }
}

/// A request method that can stand in a manifest.
package enum RouteMethod: String, CaseIterable, Sendable {
    case get = "GET"
    case post = "POST"
}

/// Who may call a route.
package enum RouteAuth: String, CaseIterable, Sendable {
    /// Anyone.
    case anyone = "none"
    /// An OAuth client, in the way it is registered (RFC 6749 §2.3).
    case client
    /// One of `resource_servers`, by HTTP Basic or in the form.
    case resourceServer = "resource_server"
    /// A program on this machine, as long as the issuer is loopback too.
    case loopback
    /// Who runs the server: a program or a person on this machine as long as the issuer is loopback too, else by the operator token.
    case operators = "operator"
}
