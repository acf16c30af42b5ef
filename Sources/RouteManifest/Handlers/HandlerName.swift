/// Every handler that a route can be bound to.
package enum HandlerName: String, CaseIterable, Sendable {
    /// RFC 8414.
    case metadata = "oauth.metadata"
    /// RFC 6749 §3.1; the same route takes the answer of the consent page.
    case authorize = "oauth.authorize"
    /// RFC 6749 §3.2.
    case token = "oauth.token"
    /// RFC 7591.
    case register = "oauth.register"
    /// RFC 7662.
    case introspect = "oauth.introspect"
    /// RFC 7009.
    case revoke = "oauth.revoke"
    case fakeAuthorize = "upstream.fake.authorize"
    case fakeCallback = "upstream.fake.callback"
    case fakeLogout = "upstream.fake.logout"
    case health
}
