import OAuthModel
import Testing

@Suite("which redirect URIs a client may have (RFC 8252 §7, RFC 9700 §2.1)")
struct RedirectURIRuleTests {
    private func rule(
        schemes: [String] = ["cursor"], reverseDomain: Bool = true, _ hosts: [DevelopmentHost] = []
    ) -> RedirectURIRule {
        RedirectURIRule(
            schemes: schemes, allowsReverseDomainSchemes: reverseDomain, plainHTTP: PlainHTTPHosts(hosts))
    }

    @Test(
        "https anywhere, http on loopback, and the schemes that are allowed",
        arguments: [
            "https://a.example", "https://a.example/cb?x=1", "https://a.example:8443/cb", "https://a/cb",
            "https://192.0.2.1/cb", "https://[2001:db8::1]/cb", "http://localhost/cb",
            "http://127.0.0.1:7777/cb", "http://127.9.9.9/cb", "http://[::1]/cb", "cursor://anysphere/cb",
            "cursor:/cb", "cursor:cb", "cursor:///cb", "cursor://a_b/cb", "com.example.app:/cb",
            "com.example.2048:/cb",
        ])
    func allowed(text: String) throws {
        try rule().check(text)
    }

    @Test("http to a name that is vouched for leads to a web host, at exactly that name")
    func development() throws {
        let rule = rule([try DevelopmentHost("app"), try DevelopmentHost("app.internal")])
        for text in ["http://app/cb", "http://app:3080/cb", "http://APP.internal/cb", "https://app/cb"] {
            #expect(try rule.check(text) == .web)
        }
        for text in [
            "http://app.local/cb", "http://a.app/cb", "http://app.example/cb", "http://localhost./cb",
        ] {
            #expect(throws: RedirectURIFlaw.plainHTTP) { try rule.check(text) }
        }
        #expect(try rule.check("http://localhost/cb") == .loopback)
        // Its port is a part of it: nobody chooses that one anew for each start (RFC 8252 §7.3).
        let registered = RedirectURI("http://app:3080/cb")
        #expect(registered.matches(RedirectURI("http://app:3080/cb"), isNative: true))
        #expect(!registered.matches(RedirectURI("http://app:3081/cb"), isNative: true))
        #expect(registered.isPlainHTTP && !registered.isLoopback)
        #expect(!RedirectURI("http://127.0.0.1/cb").isPlainHTTP && !RedirectURI("https://app/cb").isPlainHTTP)
    }

    @Test(
        "whatever else is refused for its reason",
        arguments: [
            ("", RedirectURIFlaw.notAbsolute), ("/cb", .notAbsolute), ("https://a b/", .notAbsolute),
            ("https:", .notAbsolute), ("https://[zz]/", .notAbsolute), ("https://a:/", .notAbsolute),
            ("https://a:0/", .notAbsolute), ("https://a:99999/", .notAbsolute), ("cursor:", .notAbsolute),
            ("https://*.a.example/", .wildcard), ("https://a.example/#", .fragment),
            ("https://me@a.example/", .userInfo), ("https://@a.example/", .userInfo),
            ("https://a/?code=1", .answeringQuery), ("https://a/?x&state", .answeringQuery),
            ("https://a/?is%73=", .answeringQuery), ("https://a/?error=", .answeringQuery),
            ("https://a/?x=%ff", .answeringQuery), ("http://localhost/?error_description=1", .answeringQuery),
            ("https:/a.example/", .host), ("https:a.example", .host), ("https:///cb", .host),
            ("https://.../", .host), ("https://a..b/", .host), ("https://-x/", .host),
            ("https://a.example./", .host), ("https://%61.example/", .host), ("https://127.1/", .host),
            ("http://a.example/", .plainHTTP), ("http://LOCALHOST/", .plainHTTP),
            ("http://localhost./", .plainHTTP), ("http://0.0.0.0/", .plainHTTP), ("http:/cb", .plainHTTP),
            ("http://[::ffff:127.0.0.1]/", .plainHTTP), ("http://127.1/", .plainHTTP),
            ("HTTPS://a.example/", .scheme("HTTPS")), ("CURSOR://cb", .scheme("CURSOR")),
            ("javascript:alert(1)", .browserScheme("javascript")), ("warp:/cb", .scheme("warp")),
            ("Com.example.app:/cb", .scheme("Com.example.app")), ("com.:/cb", .scheme("com.")),
            ("a..b:/cb", .scheme("a..b")), ("a.-b:/cb", .scheme("a.-b")), ("a.b+c:/cb", .scheme("a.b+c")),
        ])
    func refused(text: String, flaw: RedirectURIFlaw) {
        #expect(throws: flaw) { try rule().check(text) }
    }

    @Test("a reverse-domain scheme is allowed where it is said, or where it is listed")
    func reverseDomain() throws {
        #expect(throws: RedirectURIFlaw.scheme("com.example.app")) {
            try rule(reverseDomain: false).check("com.example.app:/cb")
        }
        try rule(schemes: ["com.example.app"], reverseDomain: false).check("com.example.app:/cb")
    }

    @Test(
        "it is said how each leads back",
        arguments: [
            ("https://a.example/cb", RedirectURIKind.web), ("https://localhost/cb", .web),
            ("http://localhost/cb", .loopback), ("http://[::1]:1/cb", .loopback),
            ("cursor://localhost/cb", .privateUse), ("com.example.app:/cb", .privateUse),
        ])
    func kind(text: String, kind: RedirectURIKind) throws {
        #expect(try rule().check(text) == kind)
    }

    @Test(
        "what browsers do something else with is refused, listed or not, in any case",
        arguments: ["javascript", "data", "file", "Vbscript", "BLOB", "wss"])
    func browserScheme(scheme: String) {
        #expect(throws: RedirectURIFlaw.browserScheme(scheme)) {
            try rule(schemes: [scheme, scheme.lowercased()]).check(scheme + ":x")
        }
    }
}
