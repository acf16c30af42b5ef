import OAuthModel
import Testing
import Web

@testable import RouteManifest

@Suite("the checked values of a manifest")
struct ValueTests {
    private func read(issuer: String, _ hosts: [DevelopmentHost] = []) throws(IssuerFlaw) -> IssuerURL {
        try IssuerURL(issuer, plainHTTP: PlainHTTPHosts(hosts))
    }

    private func read(resource: String) throws(ResourceFlaw) -> ResourceIndicator {
        try ResourceIndicator(written: resource)
    }

    @Test("an issuer is kept letter for letter, with its parts at hand (RFC 8414 §2)")
    func issuer() throws {
        let issuer = try read(issuer: "https://Auth.example.com:8443/tenant/one")
        #expect(issuer.text == "https://Auth.example.com:8443/tenant/one")
        #expect(issuer.origin == "https://Auth.example.com:8443")
        #expect(issuer.authority.description == "auth.example.com:8443")
        #expect(issuer.authority.host == "auth.example.com")
        #expect(issuer.port == 8443)
        #expect(issuer.path == "/tenant/one")
        #expect(!issuer.isLoopback)
        #expect(try read(issuer: "https://a.example").port == 443)
        #expect(IssuerURL.local(port: 3001).text == "http://localhost:3001")
        #expect(try read(issuer: "http://localhost:3001") == IssuerURL.local(port: 3001))
    }

    @Test(
        "loopback is localhost, 127.0.0.0/8 and ::1, and no name that merely looks so",
        arguments: [
            ("http://localhost", true), ("http://LOCALHOST:1", true), ("http://127.0.0.1:3001", true),
            ("http://127.9.8.7", true), ("http://[::1]:3001", true), ("https://localhost.example.com", false),
            ("https://127.0.0.1.example.com", false), ("https://128.0.0.1", false), ("https://[::2]", false),
            ("https://[::ffff:127.0.0.1]", false),
        ])
    func loopback(_ text: String, _ expected: Bool) throws {
        #expect(try read(issuer: text).isLoopback == expected)
    }

    @Test(
        "an issuer without a reason to be one is refused for that reason",
        arguments: [
            ("", IssuerFlaw.notAURL), ("localhost:3001", .notAURL), ("https://", .notAURL),
            ("https://a b", .notAURL),
            ("https://a:0", .notAURL), ("https://a:65536", .notAURL), ("https://a:", .notAURL),
            ("https://[::1", .notAURL),
            ("https://[localhost]", .notAURL), ("https://a/%zz", .notAURL),
            ("https://ä.example", .notASCII("https://xn--4ca.example")), ("https://a/ä", .notASCII(nil)),
            ("ws://a", .scheme("ws")), ("https://u@a", .userInfo), ("https://a?", .query),
            ("https://a#", .fragment),
            ("https://a/", .trailingSlash), ("https://a/b/", .trailingSlash), ("https://a//b", .path),
            ("https://a/../b", .path), ("https://a/%41", .path), ("http://a", .plainHTTP),
            ("http://10.0.0.1", .plainHTTP), ("https:///", .notAURL), ("https://a_b", .host("a_b")),
            ("https://a.example.", .host("a.example.")), ("https://127.1", .host("127.1")),
            ("HTTP://a", .plainHTTP),
        ])
    func issuerFlaws(_ text: String, _ flaw: IssuerFlaw) {
        #expect(throws: flaw) { try read(issuer: text) }
    }

    @Test("plain http leads an issuer and a resource to this machine and to names that are vouched for")
    func plainHTTP() throws {
        let hosts = try ["auth", "auth.internal"].map { try DevelopmentHost($0) }
        let plainHTTP = PlainHTTPHosts(hosts)
        for (text, isForDevelopment, isPlain) in [
            ("http://auth:3001", true, true), ("http://AUTH:3001/tenant", true, true),
            ("https://auth", true, false), ("http://auth.internal", true, true),
            ("http://localhost:3001", false, false), ("https://auth.example.com", false, false),
        ] {
            let issuer = try read(issuer: text, hosts)
            #expect(issuer.isForDevelopment == isForDevelopment)
            #expect(issuer.isPlainHTTP == isPlain)
            #expect(issuer.isLoopback == (text == "http://localhost:3001"))
            #expect(try !read(resource: text + "/mcp").isInTheClear(plainHTTP))
        }
        for text in [
            "http://auth2:3001", "http://auth.auth.internal", "http://auth.local", "http://auth.example.com",
        ] {
            #expect(throws: IssuerFlaw.plainHTTP) { try read(issuer: text, hosts) }
            #expect(try read(resource: text).isInTheClear(plainHTTP))
        }
    }

    @Test("an IPv6 address names one resource however it is written, as URL libraries shorten it")
    func addressesOfResources() throws {
        let resource = try read(resource: "http://[::1]:3232/mcp")
        for text in ["http://[0:0:0:0:0:0:0:1]:3232/mcp", "http://[::0001]:3232/mcp"] {
            #expect(try read(resource: text) == resource)
            #expect(try read(resource: text + "/x").isUnder(resource))
        }
        #expect(try read(resource: "http://[::2]:3232/mcp") != resource)
    }

    @Test("resources that clients could confuse have one indicator (RFC 8707)")
    func resources() throws {
        let indicator = try read(resource: "https://mcp.example.com")
        for text in [
            "https://mcp.example.com/", "HTTPS://MCP.example.com:443", "https://mcp.example.com:443/",
        ] {
            #expect(try read(resource: text) == indicator)
        }
        for text in [
            "https://mcp.example.com/mcp", "https://mcp.example.com:444", "http://mcp.example.com",
            "https://mcp.example.com/?a",
        ] {
            #expect(try read(resource: text) != indicator)
        }
        #expect(try read(resource: "https://MCP.example.com/Mcp").text == "https://MCP.example.com/Mcp")
    }

    @Test("a template is a file of the folder itself")
    func templates() {
        #expect(TemplateName("consent.html")?.text == "consent.html")
        for text in [
            "", ".", "..", ".hidden", "a/b", "/etc/passwd", "a\\b", "a\0", "ä.html",
            String(repeating: "a", count: 129),
        ] {
            #expect(TemplateName(text) == nil, "\(text)")
        }
    }
}
