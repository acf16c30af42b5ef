package import Endpoint
package import Handlers
package import OAuthCore
package import Pages
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
        package let upstream: OAuthCore.FakeUpstream
        package let autoApproves: Bool
        package let sessionLifetime: Duration
        package let health: any StoreHealth
        package let storeName: String
        package let templates: TemplateFolder
        package let answers: PageAnswers
        package let newBrowser: @Sendable () -> BrowserBinding

        package init(
            clients: ClientDirectory, registration: RegistrationService, authorization: AuthorizationService,
            tokens: TokenService, introspection: IntrospectionService, revocation: RevocationService,
            upstream: OAuthCore.FakeUpstream, autoApproves: Bool, sessionLifetime: Duration,
            health: any StoreHealth,
            storeName: String, templates: TemplateFolder, answers: PageAnswers,
            newBrowser: @escaping @Sendable () -> BrowserBinding
        ) {
            self.clients = clients
            self.registration = registration
            self.authorization = authorization
            self.tokens = tokens
            self.introspection = introspection
            self.revocation = revocation
            self.upstream = upstream
            self.autoApproves = autoApproves
            self.sessionLifetime = sessionLifetime
            self.health = health
            self.storeName = storeName
            self.templates = templates
            self.answers = answers
            self.newBrowser = newBrowser
        }
    }

    package init(_ services: Services, plan: RoutePlan) {
        self.services = services
        self.plan = plan
    }

    /// - Throws: ``TemplateError`` when the page of the route can't be rendered.
    package func handler(for route: PlannedRoute) throws(TemplateError) -> any EndpointHandler {
        let cookies = Cookies(isSecure: plan.issuer.origin.hasPrefix("https:"))
        switch route.handler {
        case .metadata:
            // Prepared when the routes are compiled, and never asked for.
            return UnreachableHandler()
        case .authorize:
            return AuthorizationHandler(
                authorization: services.authorization, upstream: services.upstream,
                consentPage: try PageTemplate(template(route, "consent.html"), in: services.templates),
                answers: services.answers, cookies: cookies,
                paths: AuthorizationHandler.Paths(
                    authorize: route.publicPath,
                    login: plan.route(.fakeAuthorize)?.publicPath ?? route.publicPath),
                autoApproves: services.autoApproves)
        case .token:
            return TokenHandler(clients: services.clients, tokens: services.tokens)
        case .register:
            return RegistrationHandler(registration: services.registration)
        case .introspect:
            return IntrospectionHandler(introspection: services.introspection, loopback: loopbackTrust(route))
        case .revoke:
            return RevocationHandler(clients: services.clients, revocation: services.revocation)
        case .fakeAuthorize:
            return FakeLoginHandler(
                upstream: services.upstream,
                page: try PageTemplate(template(route, "login.html"), in: services.templates),
                answers: services.answers,
                cookies: cookies, path: route.publicPath, sessionLifetime: services.sessionLifetime,
                newBrowser: services.newBrowser)
        case .fakeCallback:
            return FakeCallbackHandler(
                authorization: services.authorization, upstream: services.upstream, answers: services.answers,
                cookies: cookies)
        case .fakeLogout:
            return LogoutHandler(
                page: try PageTemplate(template(route, "logged_out.html"), in: services.templates),
                answers: services.answers, cookies: cookies)
        case .health:
            return HealthHandler(
                store: services.health, storeName: services.storeName, issuer: plan.issuer.text)
        }
    }

    private func template(_ route: PlannedRoute, _ usual: String) -> String {
        route.template?.text ?? usual
    }

    private func loopbackTrust(_ route: PlannedRoute) -> LoopbackTrust? {
        guard route.auth.contains(.loopback) else { return nil }
        return LoopbackTrust(issuerAuthority: plan.issuer.authority, issuerIsLoopback: plan.issuer.isLoopback)
    }
}
