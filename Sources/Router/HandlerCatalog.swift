package import Endpoint
import Handlers
package import OAuthCore
import OAuthModel
import Pages
import RouteManifest

/// Which handler a name in the manifest stands for. One literal, to be read from top to bottom.
package struct HandlerCatalog: Sendable {
    private let services: Services
    private let plan: RoutePlan

    /// What the handlers are made of.
    package struct Services: Sendable {
        package let clients: ClientDirectory
        package let registration: RegistrationService
        package let authorization: AuthorizationService
        package let tokens: TokenService
        package let introspection: IntrospectionService
        package let revocation: RevocationService
        package let upstream: FakeUpstream
        package let sessions: UpstreamSessions
        package let autoApproves: Bool
        package let health: any StoreHealth
        package let storeName: String
        package let pages: RoutePages
        package let newBrowser: @Sendable () -> BrowserBinding

        package init(
            clients: ClientDirectory, registration: RegistrationService, authorization: AuthorizationService,
            tokens: TokenService, introspection: IntrospectionService, revocation: RevocationService,
            upstream: FakeUpstream, sessions: UpstreamSessions, autoApproves: Bool,
            health: any StoreHealth, storeName: String, pages: RoutePages,
            newBrowser: @escaping @Sendable () -> BrowserBinding
        ) {
            self.clients = clients
            self.registration = registration
            self.authorization = authorization
            self.tokens = tokens
            self.introspection = introspection
            self.revocation = revocation
            self.upstream = upstream
            self.sessions = sessions
            self.autoApproves = autoApproves
            self.health = health
            self.storeName = storeName
            self.pages = pages
            self.newBrowser = newBrowser
        }
    }

    package init(_ services: Services, plan: RoutePlan) {
        self.services = services
        self.plan = plan
    }

    /// The handler of a route that is on, and whose page has been loaded.
    package func handler(for route: PlannedRoute) -> any EndpointHandler {
        handlerOrNone(for: route) ?? UnreachableHandler()
    }

    /// `nil` where the compiled routes answer without a handler.
    private func handlerOrNone(for route: PlannedRoute) -> (any EndpointHandler)? {
        let pages = services.pages
        let plainHTTPIssuer = plan.issuer.isPlainHTTP ? plan.issuer.authority.description : nil
        let cookies = Cookies(isSecure: plan.issuer.isHTTPS)
        switch route.handler {
        case .metadata:
            return nil  // Prepared when the routes are compiled.
        case .authorize:
            guard let page = pages.consent else { return nil }
            return AuthorizationHandler(
                authorization: services.authorization, upstream: services.upstream,
                sessions: services.sessions, consentPage: page, answers: pages.answers, cookies: cookies,
                paths: AuthorizationHandler.Paths(
                    authorize: route.publicPath,
                    login: plan.route(.fakeAuthorize)?.publicPath ?? route.publicPath),
                autoApproves: services.autoApproves, plainHTTPIssuer: plainHTTPIssuer)
        case .token:
            return TokenHandler(clients: services.clients, tokens: services.tokens)
        case .register:
            return RegistrationHandler(registration: services.registration)
        case .introspect:
            guard let callers = plan.introspectionCallers else { return nil }
            return IntrospectionHandler(
                introspection: services.introspection, takesCredentials: callers.withCredentials,
                loopback: callers.loopback)
        case .revoke:
            return RevocationHandler(clients: services.clients, revocation: services.revocation)
        case .fakeAuthorize:
            guard let page = pages.login else { return nil }
            return FakeLoginHandler(
                upstream: services.upstream, sessions: services.sessions, page: page,
                answers: pages.answers, cookies: cookies, path: route.publicPath,
                newBrowser: services.newBrowser, plainHTTPIssuer: plainHTTPIssuer)
        case .fakeCallback:
            return FakeCallbackHandler(
                authorization: services.authorization, upstream: services.upstream, answers: pages.answers,
                cookies: cookies)
        case .fakeLogout:
            guard let page = pages.loggedOut else { return nil }
            return LogoutHandler(
                sessions: services.sessions, page: page, answers: pages.answers, cookies: cookies,
                origin: plan.issuer.origin)
        case .health:
            return HealthHandler(
                store: services.health, storeName: services.storeName, issuer: plan.issuer.text)
        }
    }
}
