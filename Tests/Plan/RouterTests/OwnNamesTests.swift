import Endpoint
import Router
import Testing

/// A web page that points its own name at this machine must not walk through the pages of a server that trusts it.
@Suite("under whose name pages are asked for")
struct OwnNamesTests {
    private static func manifest(_ issuer: String, port: Int = 3001) -> String {
        "server: { issuer: \"\(issuer)\", port: \(port) }\n" + everyKind
    }

    @Test(
        "with a loopback issuer: its own, or a name of this machine with its port or the one listened on",
        arguments: [
            ("http://localhost:3001", "localhost:3001", true),
            ("http://localhost:3001", "LOCALHOST:3001", true),
            ("http://localhost:3001", "127.0.0.1:3001", true),
            ("http://localhost:3001", "127.9.9.9:3001", true),
            ("http://localhost:3001", "[::1]:3001", true),
            ("http://localhost:3001", "[0:0:0:0:0:0:0:1]:3001", true),
            ("http://localhost:3001", "app.localhost:3001", true),
            ("http://localhost:8080", "localhost:8080", true),
            ("http://localhost:8080", "127.0.0.1:3001", true), ("http://localhost:80", "localhost", true),
            ("http://localhost", "localhost:80", true), ("https://localhost", "localhost", true),
            ("https://localhost", "localhost:443", true),
            ("http://auth.localhost:3001", "auth.localhost:3001", true),
            ("http://[0:0:0:0:0:0:0:1]:3001", "[::1]:3001", true),
            ("http://localhost:3001", "localhost", false), ("http://localhost:3001", "localhost:3002", false),
            ("http://localhost:3001", "evil.example:3001", false),
            ("http://localhost:3001", "evil.example", false),
            ("http://localhost:3001", "localhost.evil.example:3001", false),
            ("http://localhost:3001", "127.0.0.1.evil.example:3001", false),
            ("http://localhost:3001", "2130706433:3001", false),
            ("http://localhost:3001", "127.1:3001", false),
            ("http://localhost:3001", "[::2]:3001", false), ("http://localhost:3001", "0.0.0.0:3001", false),
            ("http://localhost:3001", "[::1:3001", false), ("http://localhost:3001", "localhost:x", false),
        ])
    func host(issuer: String, host: String, isServed: Bool) throws {
        let router = try CompiledRouter(manifest: Self.manifest(issuer))
        for (method, path) in [
            ("GET", "/oauth/authorize"), ("POST", "/authorize"), ("GET", "/login"), ("GET", "/login/done"),
        ] {
            let decision = router.decide(method, path, ["Host": host])
            #expect(isServed ? decision.endpoint != nil : decision.status == 421, "\(path)")
        }
    }

    @Test(
        "programs are not asked by which name they come",
        arguments: [
            ("POST", "/oauth/token"), ("POST", "/oauth/introspect"), ("POST", "/oauth/revoke"),
            ("GET", "/health"),
        ])
    func programs(method: String, path: String) throws {
        #expect(try CompiledRouter().decide(method, path, ["Host": "evil.example"]).endpoint != nil)
        #expect(try CompiledRouter().answer("GET", metadataPath, ["Host": "evil.example"]).status == 200)
    }

    @Test("the authority of an absolute target is asked, and not Host (RFC 9112 §3.2.2)")
    func absolute() throws {
        let router = try CompiledRouter()
        for (authority, host, isServed) in [
            ("localhost:3001", "evil.example", true), ("evil.example", "localhost:3001", false),
        ] {
            let head = RequestHead(
                method: .get, path: "/oauth/authorize", targetAuthority: Array(authority.utf8),
                headers: HeaderFields([("Host", host)]), peer: PeerAddress(address: "::1", isLoopback: true),
                requestID: "")
            #expect((router.decide(head).status == 421) == !isServed)
        }
    }

    @Test("a request that names nobody is not for this server's pages")
    func nobody() throws {
        let head = RequestHead(
            method: .get, path: "/login", peer: PeerAddress(address: "::1", isLoopback: true), requestID: "")
        #expect(try CompiledRouter().decide(head).status == 421)
    }

    @Test("the answer knows the issuer, and which one would fit")
    func answer() throws {
        let options = CompiledRouter.Options(misdirectedPage: { misdirection in
            EndpointResponse(
                status: 421, body: Array("\(misdirection.issuer) \(misdirection.fittingIssuer ?? "-")".utf8))
        })
        let router = try CompiledRouter(options: options)
        for (host, fitting) in [
            ("localhost:8080", "http://localhost:8080"), ("127.0.0.1:8080", "http://127.0.0.1:8080"),
            ("[::1]:1", "http://[::1]:1"), ("auth.example.com:8080", "https://auth.example.com"),
            ("a_b", "-"),
            ("x:y", "-"),
        ] {
            let answer = try router.answer("GET", "/login", ["Host": host])
            #expect(answer.text == "http://localhost:3001 \(fitting)")
        }
        let plain = try CompiledRouter().answer("GET", "/login", ["Host": "localhost:8080"])
        #expect(
            plain.text
                == #"{"error":"misdirected_request","error_description":"this server is http://localhost:3001"}"#
                + "\n")
    }

    @Test("OPTIONS about the server as a whole is answered with all methods (RFC 9110 §9.3.7)")
    func serverOptions() throws {
        let answer = try CompiledRouter().answer("OPTIONS", "*", ["Host": "evil.example"])
        #expect(answer.status == 204)
        #expect(answer.header("allow") == "GET, HEAD, POST, OPTIONS")
    }

    @Test("a browser that uses a method a path doesn't take is shown a page that says which it takes")
    func methodNotAllowedPage() throws {
        let router = try CompiledRouter(
            options: .init(methodNotAllowedPage: { .init(status: 405, body: Array($0.utf8)) }))
        let page = try router.answer("GET", "/oauth/token", ["Accept": "text/html"])
        #expect(page.text == "this path takes POST")
        #expect(page.header("allow") == "POST, OPTIONS" && page.header("vary") == "Accept")
        #expect(try router.answer("GET", "/oauth/token").header("content-type") == "application/json")
    }
}
