import RouteManifest
import Router

/// What it means that a handler answers somewhere, or nowhere any more.
extension HandlerName {
    /// - Parameter route: The last one of this handler, before it went.
    func loss(at route: PlannedRoute) -> Effect {
        switch self {
        case .metadata: .clients("find no metadata (404): who doesn't know this server can't begin")
        case .authorize: .people("can't log in for a client any more (404)")
        case .token: .clients("get no tokens any more, neither for codes nor by a refresh")
        case .register: .clients("can no longer register; those that are registered stay known")
        case .introspect: .resourceServers("can't ask what a token is worth any more (404)")
        case .revoke: .clients("can't revoke their tokens any more; these end by themselves")
        case .jwks: .resourceServers("find no keys to verify with any more (404)")
        case .fakeAuthorize, .fakeCallback: .people("can't log in any more: \(route.path) is gone")
        case .fakeLogout: .people("can't log out any more; a login ends after upstream.session")
        case .upstreamCallback: .operators("nobody comes back from a provider to \(route.path) any more")
        case .flows: .operators("can't see any more what became of each attempt to get in (404)")
        case .style: .people("see pages that hold their looks themselves: there is no style sheet any more")
        case .start: .people("find no page at \(route.path) any more (404)")
        case .health: .operators("health checks are answered 404")
        case .respondOpenAPI: .clients("find no description of the endpoints any more (404)")
        case .respondText, .respondJSON, .respondFile, .respondTemplate, .respondRedirect:
            .clients("\(route.paths.enumerated) \(route.paths.count == 1 ? "is" : "are") answered 404")
        }
    }

    /// - Parameter route: The first one of this handler.
    func gain(at route: PlannedRoute) -> Effect {
        switch self {
        case .metadata: .clients("find the metadata at \(route.publicPath)")
        case .authorize: .people("can log in for a client, at \(route.publicPath)")
        case .token: .clients("get tokens at \(route.publicPath)")
        case .register: .clients("can register by themselves")
        case .introspect: .resourceServers("can ask what a token is worth")
        case .revoke: .clients("can revoke their tokens")
        case .jwks: .resourceServers("find the keys of this server at \(route.publicPath)")
        case .fakeAuthorize, .fakeCallback:
            .people("log in at \(route.publicPath), where everybody is who they say they are")
        case .fakeLogout: .people("can log out")
        case .upstreamCallback:
            .operators("register \(route.publicPath), behind the issuer, as redirect URI at the provider")
        case .flows: .operators("see what becomes of each attempt to get in, at \(route.publicPath)")
        case .style: .people("see pages with the style sheet at \(route.publicPath)")
        case .start: .people("are told at \(route.publicPath) how clients are connected")
        case .health: .operators("health checks are answered at \(route.publicPath)")
        case .respondOpenAPI: .clients("find the endpoints described (OpenAPI) at \(route.publicPath)")
        case .respondText, .respondJSON, .respondFile, .respondTemplate, .respondRedirect:
            .clients("\(route.path) is answered")
        }
    }
}

extension PlannedRoute {
    /// For those who call it.
    func effect(_ words: String) -> Effect {
        switch route.handler {
        case .introspect, .jwks: .resourceServers(words)
        case .flows, .health: .operators(words)
        case .authorize, .fakeAuthorize, .fakeCallback, .fakeLogout, .upstreamCallback, .style, .start:
            .people(words)
        case .metadata, .token, .register, .revoke, .respondText, .respondJSON, .respondFile,
            .respondTemplate, .respondRedirect, .respondOpenAPI:
            .clients(words)
        }
    }
}
