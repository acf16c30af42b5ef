import Endpoint
import RouteManifest
import Router
import Support
import Testing
import WireText

@Suite("from a request to a route")
struct RoutingTests {
    @Test(
        "every path of a route that is on leads to its handler",
        arguments: [
            ("POST", "/oauth/token", "token"), ("POST", "/token", "token"),
            ("GET", "/oauth/authorize", "authorize"), ("POST", "/authorize", "authorize"),
            ("GET", "/login/done", "fake_callback"), ("GET", "/health", "health"),
        ])
    func leadsToHandler(method: String, path: String, route: String) async throws {
        let decision = try CompiledRouter().decide(method, path)
        guard case .endpoint(let handler, let policy) = decision else {
            Issue.record("no handler")
            return
        }
        let head = RequestHead(
            method: .get, path: path, peer: PeerAddress(address: "::1", isLoopback: true), requestID: "")
        #expect(policy.name == route)
        #expect(await handler.respond(to: EndpointRequest(head: head)).text == route)
    }

    @Test(
        "paths are compared byte for byte: nothing is decoded, a trailing slash makes another path",
        arguments: [
            "/oauth/token/", "//oauth/token", "/oauth//token", "/OAuth/token", "/oauth/%74oken",
            "/oauth%2Ftoken",
            "/oauth/./token", "/x/../oauth/token", "/oauth/token;x", "/oauth/toke", "/", "/*",
        ])
    func exactPaths(path: String) throws {
        #expect(try CompiledRouter().answer("POST", path).status == 404)
    }

    @Test("the query has no part in the choice of a route")
    func query() throws {
        let head = RequestHead(
            method: .post, path: "/oauth/token", query: "a=/nonsense",
            peer: PeerAddress(address: "::1", isLoopback: true), requestID: "")
        #expect(try CompiledRouter().decide(head).endpoint == "token")
    }

    @Test(
        "HEAD goes wherever GET goes (RFC 9110 §9.3.2)",
        arguments: ["/oauth/authorize", "/health", "/login/done"])
    func headWithGet(path: String) throws {
        let router = try CompiledRouter()
        #expect(router.decide("HEAD", path).endpoint == router.decide("GET", path).endpoint)
        #expect(router.decide("HEAD", path).endpoint != nil)
    }

    @Test(
        "a method that a path doesn't have is answered 405 with those that it has (RFC 9110 §15.5.6)",
        arguments: [
            ("GET", "/oauth/token", "POST, OPTIONS"), ("HEAD", "/oauth/token", "POST, OPTIONS"),
            ("PUT", "/token", "POST, OPTIONS"), ("post", "/oauth/token", "POST, OPTIONS"),
            ("DELETE", "/oauth/authorize", "GET, HEAD, POST, OPTIONS"),
            ("BREW", "/health", "GET, HEAD, OPTIONS"),
            ("POST", metadataPath, "GET, HEAD, OPTIONS"), ("TRACE", "/login", "GET, HEAD, POST, OPTIONS"),
        ])
    func methodNotAllowed(method: String, path: String, allow: String) throws {
        let answer = try CompiledRouter().answer(method, path)
        #expect(answer.status == 405)
        #expect(answer.header("allow") == allow)
        #expect(answer.header("content-type") == "application/json")
        #expect(answer.header("cache-control") == "no-store")
        let methods = allow.split(separator: ", ").dropLast().map(String.init)
        let words =
            methods.dropLast().joined(separator: ", ") + (methods.count > 1 ? " and " : "")
            + methods[methods.count - 1]
        #expect(
            answer.text
                == #"{"error":"method_not_allowed","error_description":"this path takes \#(words)"}"# + "\n")
    }

    @Test("the log learns which route refused a method")
    func routeOfRefusal() throws {
        guard case .answer(_, let route) = try CompiledRouter().decide("GET", "/token") else { return }
        #expect(route == "token")
    }

    @Test("routes that share a path share it by method")
    func sharedPath() throws {
        let router = try CompiledRouter(
            manifest: """
                version: 1
                routes:
                  metadata: { path: /.well-known/oauth-authorization-server, handler: oauth.metadata }
                  health: { path: /same, handler: health, headers: { X-Route: health } }
                  token: { path: /same, handler: oauth.token, cors: any }
                """)
        #expect(router.decide("GET", "/same").endpoint == "health")
        #expect(router.decide("POST", "/same").endpoint == "token")
        #expect(try router.answer("PUT", "/same").header("allow") == "GET, HEAD, POST, OPTIONS")
        let preflight = try router.answer("OPTIONS", "/same", ["Access-Control-Request-Method": "POST"])
        #expect(preflight.header("access-control-allow-methods") == "POST")
        let other = try router.answer("OPTIONS", "/same", ["Access-Control-Request-Method": "GET"])
        #expect(other.header("access-control-allow-origin") == nil)
        #expect(other.header("allow") == "GET, HEAD, POST, OPTIONS")
    }

    @Test(
        "an issuer with a path: routes answer with and without it, the metadata where RFC 8414 §3.1 puts it too",
        arguments: [
            "/token", "/tenant/token", "/alias", "/tenant/alias",
        ])
    func issuerWithPath(path: String) throws {
        let router = try CompiledRouter(
            manifest: """
                version: 1
                server: { issuer: "http://localhost:3001/tenant" }
                routes:
                  metadata: { path: /.well-known/oauth-authorization-server, handler: oauth.metadata }
                  token: { path: /token, aliases: [/alias], handler: oauth.token }
                """)
        #expect(router.decide("POST", path).endpoint == "token")
        let documents: [EndpointResponse] = try [
            metadataPath, metadataPath + "/tenant", "/tenant" + metadataPath,
        ].map {
            try router.answer("GET", $0)
        }
        #expect(documents.map(\.status) == [200, 200, 200])
        #expect(Set(documents.map(\.text)).count == 1)
        #expect(try router.answer("GET", metadataPath + "/other").status == 404)
        #expect(try router.answer("POST", "/token/tenant").status == 404)
    }

    @Test("what the manifest says of a route reaches the transport")
    func policy() throws {
        let router = try CompiledRouter()
        let token = try router.policy("POST", "/oauth/token")
        #expect(token.timeout == .seconds(7))
        #expect(token.bodyLimit == 2048)
        let introspect = try router.policy("POST", "/oauth/introspect")
        #expect(introspect.timeout == .seconds(30))
        #expect(introspect.bodyLimit == 4_194_304)
        #expect(introspect.headers == .empty)
    }

    @Test("header fields of the manifest are on every answer of their route and on no other's")
    func ownHeaders() throws {
        let router = try CompiledRouter()
        #expect(try router.policy("POST", "/oauth/revoke").headers.fields["x-note"] == "mine")
        #expect(try router.answer("GET", "/oauth/revoke").header("x-note") == "mine")
        #expect(try router.answer("OPTIONS", "/oauth/revoke").header("x-note") == "mine")
        #expect(try router.policy("POST", "/oauth/token").headers.fields["x-note"] == nil)
    }

    @Test("header fields of the defaults are on the prepared document too")
    func defaultHeaders() throws {
        let router = try CompiledRouter(
            manifest: """
                version: 1
                defaults: { headers: { X-Served-By: us } }
                routes:
                  metadata: { path: /.well-known/oauth-authorization-server, handler: oauth.metadata }
                """)
        #expect(try router.answer("GET", metadataPath).header("x-served-by") == "us")
    }

    @Test("routes that are on, and no others, are asked for what answers there, each once")
    func handlersAskedFor() throws {
        var asked: [String] = []
        _ = CompiledRouter(try PlanCase(everyKind).plan()) {
            asked.append($0.name.text)
            return .handler(NamedHandler(name: $0.name.text))
        }
        #expect(
            asked == [
                "metadata", "authorize", "token", "introspect", "revoke", "fake_login", "fake_callback",
                "health",
            ])
    }

    @Test("an error of the catalog comes through")
    func handlerError() throws {
        let plan = try PlanCase(everyKind).plan()
        #expect(throws: TestFailure.self) {
            try CompiledRouter(plan) { throw TestFailure($0.name.text) }
        }
    }
}
