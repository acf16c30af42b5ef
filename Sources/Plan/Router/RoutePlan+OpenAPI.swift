package import OpenAPI
internal import RouteManifest

/// What is on, for programs and people that know OpenAPI. What a handler answers says its descriptor; what is answered in its place, and
/// where, is added here.
extension RoutePlan {
    /// - Parameter version: Of this program.
    package func openAPI(version: String) -> OpenAPIDocument {
        var document = OpenAPIDocument(
            title: offer.name,
            words: """
                The endpoints of an OAuth 2.1 authorization server for the Model Context Protocol. What is off does not stand here, and is \
                answered as any other unknown path: 404. Another method than these is answered 405 with `Allow`. HEAD is answered wherever GET \
                is. Programs are answered in JSON; who accepts `text/html` is shown a page where a person may be waiting.
                """,
            version: version, server: issuer.origin)
        for route in servedRoutes {
            let described = DescribedRoute(
                route: route.route,
                authenticationMethods: route.callers.methods(ofClients: offer.authenticationMethods),
                isLocal: issuer.isLoopback, offer: offer, metadata: metadata,
                served: Set(servedRoutes.map(\.handler)))
            let operations = route.handler.descriptor.operations(described)
            let paths = publicPaths(of: route)
            for method in route.methods {
                guard var operation = operations[method] else { continue }
                operation.words = route.handler.descriptor.words
                operation.responses = operation.responses.mapValues { $0.with(.requestID) }
                operation.shared =
                    route.handler.descriptor.isPage && ownAuthorities != nil ? .ofOwnPages : .ofAll
                for path in paths {
                    let isFirst = path == paths.first
                    operation.id = isFirst ? route.operationID(method) : nil
                    document.add(operation, method.rawValue, at: path)
                }
            }
        }
        return document
    }

    /// What the route of the document answers.
    package func openAPIDocument(version: String) -> StaticDocument {
        StaticDocument(openAPI(version: version).json)
    }

    /// Where clients are answered, the path first that they are told. Below an issuer with a path those are the ones behind it, and what
    /// follows from it: whoever else is at its host may have the others.
    private func publicPaths(of route: PlannedRoute) -> [String] {
        let all = issuer.path.isEmpty ? route.paths : route.derivedPaths
        return [route.publicPath] + all.filter { $0 != route.publicPath }
    }
}

/// What anybody may be answered in the place of the handler.
extension SharedResponses {
    fileprivate static let ofAll = SharedResponses(answers)
    /// Of pages that are shown on hosts of this server only.
    fileprivate static let ofOwnPages = SharedResponses(
        answers.merging([421: Response.misdirected.with(.requestID)]) { $1 })

    private static let answers = byStatus.mapValues { $0.with(.requestID) }
    private static let byStatus: [Int: Response] = [
        400: .malformed, 408: .slow, 413: .bodyTooLarge, 415: .mediaType, 417: .expectation,
        429: .tooMany, 431: .headTooLarge, 503: .unavailable,
    ]
}

extension PlannedRoute {
    /// No name of a route has a hyphen.
    fileprivate func operationID(_ method: RouteMethod) -> String {
        route.methods.count == 1 ? route.name.text : "\(route.name)-\(method.rawValue.lowercased())"
    }
}

/// What the transport and the router answer.
extension Response {
    fileprivate static let malformed = told("It is no well-formed HTTP.", "Malformed")
    fileprivate static let slow = told("The request did not arrive in time.", "Slow")
    fileprivate static let bodyTooLarge = told("The body is larger than what is read here.", "BodyTooLarge")
    fileprivate static let mediaType = told(
        "The body has a `Content-Encoding`, or is of a type that is not taken here.", "MediaType")
    fileprivate static let expectation = told(
        "`Expect` says something else than `100-continue`.", "Expectation")
    fileprivate static let headTooLarge = shown(
        "The request line and header fields are too large.", "HeadTooLarge")
    fileprivate static let misdirected = shown(
        "The request names another host than this server's; the page says which issuer would fit.",
        "Misdirected")

    private static func told(_ words: String, _ name: String) -> Response {
        Response(words, headers: [.noStore], content: [("application/json", .error)]).called(name)
    }

    private static func shown(_ words: String, _ name: String) -> Response {
        Response(
            words, headers: [.noStore], content: [("text/html", .string()), ("application/json", .error)]
        ).called(name)
    }
}

extension Header {
    fileprivate static let requestID = Header(
        "X-Request-Id", "Names the request in the log of the server.", .string(pattern: "^[0-9a-f]{16,32}$"))
}
