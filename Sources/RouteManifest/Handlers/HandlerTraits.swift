/// What the manifest's language knows of a handler, without knowing its code.
package struct HandlerTraits: Sendable {
    /// The name that the shipped manifest gives to its route.
    let route: String
    /// And its path.
    let path: String
    /// All of them must be served: a page that is shown by GET comes back by POST.
    package let methods: [RouteMethod]
    /// The template that the shipped manifest uses; nil: the handler shows no page of its own.
    package let template: TemplateName?
    /// Values of `auth` that make sense; the first is what holds when the route has none.
    package let auth: [RouteAuth]
    /// A browser navigates there, so that no script of another origin has any business reading it.
    package let isPage: Bool
    /// Largest body in bytes, where neither the route nor `defaults` says.
    package let bodyLimit: Int
    /// How long its answers may be cached where the route does not say; nil: never, and `cache` is refused.
    package let cache: Duration?

    fileprivate init(
        _ route: String, at path: String, _ methods: [RouteMethod], template: String? = nil,
        auth: [RouteAuth] = [.anyone],
        isPage: Bool = false,
        bodyLimit: Int = 65_536, cache: Duration? = nil
    ) {
        self.route = route
        self.path = path
        self.methods = methods
        self.template = template.flatMap(TemplateName.init)
        self.auth = auth
        self.isPage = isPage
        self.bodyLimit = bodyLimit
        self.cache = cache
    }
}

extension HandlerName {
    package var traits: HandlerTraits {
        switch self {
        case .metadata:
            HandlerTraits(
                "metadata", at: "/.well-known/oauth-authorization-server", [.get], cache: .seconds(300))
        case .authorize:
            HandlerTraits(
                "authorize", at: "/oauth/authorize", [.get, .post], template: "consent.html", isPage: true)
        case .token: HandlerTraits("token", at: "/oauth/token", [.post], auth: [.client])
        case .register: HandlerTraits("register", at: "/oauth/register", [.post])
        case .introspect:
            HandlerTraits(
                "introspect", at: "/oauth/introspect", [.post], auth: [.resourceServer, .loopback],
                bodyLimit: 4_194_304)
        case .revoke: HandlerTraits("revoke", at: "/oauth/revoke", [.post], auth: [.client])
        case .fakeAuthorize:
            HandlerTraits(
                "fake_login", at: "/fakeupstreamauth/authorize", [.get, .post], template: "login.html",
                isPage: true)
        case .fakeCallback:
            HandlerTraits("fake_callback", at: "/fakeupstreamauth/callback", [.get], isPage: true)
        case .fakeLogout:
            HandlerTraits("logout", at: "/logout", [.post], template: "logged_out.html", isPage: true)
        case .health: HandlerTraits("health", at: "/health", [.get])
        }
    }

    /// The one of the route of this name in the shipped manifest.
    static func shipped(as name: RouteName) -> HandlerName? {
        allCases.first { $0.traits.route == name.text }
    }

    /// Without these a route of this handler has no purpose, and is off when one of them is.
    var needs: [HandlerName] {
        switch self {
        case .fakeAuthorize, .fakeCallback, .fakeLogout: [.authorize]
        case .metadata, .authorize, .token, .register, .introspect, .revoke, .health: []
        }
    }
}
