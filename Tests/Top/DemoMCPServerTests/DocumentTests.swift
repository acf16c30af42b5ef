import JSON
import NIOHTTP1
import Support
import Testing

@Suite("metadata documents")
struct DocumentTests {
    @Test(
        "the protected resource describes itself under both forms of its address (RFC 9728 §3.1)",
        arguments: [
            "/.well-known/oauth-protected-resource/mcp", "/.well-known/oauth-protected-resource",
            "/.well-known/oauth-protected-resource/mcp/",
        ])
    func protectedResource(path: String) async throws {
        try await Deployment.run { demo in
            let reply = try await demo.send(.GET, path)
            #expect(reply.status == 200)
            #expect(reply["content-type"] == "application/json")
            #expect(
                try reply.json == [
                    "resource": .string(Deployment.resource), "authorization_servers": [.string(demo.issuer)],
                    "scopes_supported": ["mcp"], "bearer_methods_supported": ["header"],
                    "resource_name": "mcp-auth demo MCP server",
                ])
        }
    }

    @Test("a sample client stands beside it: a document under its own URL, and the keys that it names")
    func sampleClient() async throws {
        try await Deployment.run { demo in
            let origin = String(Deployment.resource.dropLast("/mcp".count))
            let document = try await demo.send(.GET, "/sample-client.json")
            #expect(document.status == 200 && document["content-type"] == "application/json")
            #expect(document["access-control-allow-origin"] == "*")
            #expect(try document.json["client_id"] == .string(origin + "/sample-client.json"))
            #expect(try document.json["jwks_uri"] == .string(origin + "/sample-client-keys.json"))
            let keys = try await demo.send(.GET, "/sample-client-keys.json").json["keys"]?.array ?? []
            #expect(keys.count == 1)
            #expect(keys[0]["d"] == nil && keys[0]["kty"] == "EC")
        }
    }

    @Test("the issuer stands there as it was set, slash and all")
    func issuerVerbatim() async throws {
        try await Deployment.run(issuerPath: "/Tenant/") { demo in
            let reply = try await demo.send(.GET, "/.well-known/oauth-protected-resource/mcp")
            #expect(try reply.json["authorization_servers"] == [.string(demo.issuer)])
            #expect(demo.issuer.hasSuffix("/Tenant/"))
        }
    }

    @Test("neither Host nor forwarding fields change what it says")
    func hostIndependent() async throws {
        try await Deployment.run { demo in
            let reply = try await demo.send(
                .GET, "/.well-known/oauth-protected-resource/mcp",
                headers: [
                    "host": "localhost:9", "x-forwarded-host": "evil.example", "x-forwarded-proto": "https",
                ])
            #expect(try reply.json["resource"] == .string(Deployment.resource))
        }
    }

    @Test(
        "clients of 2025-03-26 find the authorization server's own document here, byte for byte",
        arguments: [
            "/.well-known/oauth-authorization-server", "/.well-known/oauth-authorization-server/mcp",
            "/.well-known/oauth-authorization-server/mcp/",
        ])
    func proxied(path: String) async throws {
        try await Deployment.run { demo in
            let reply = try await demo.send(.GET, path)
            #expect(reply.status == 200)
            #expect(try reply.json["issuer"] == .string(demo.issuer))
            #expect(try reply.json["token_endpoint"] == .string(demo.issuer + "/oauth/token"))
        }
    }

    @Test("it is kept for half a minute and then fetched again; when that fails, 503")
    func proxiedLifetime() async throws {
        try await Deployment.run { demo in
            let path = "/.well-known/oauth-authorization-server"
            _ = try await demo.send(.GET, path)
            demo.authorizationServer.set { $0.metadata["x"] = "new" }
            demo.time.advance(by: .seconds(29))
            try await #expect(demo.send(.GET, path).json["x"] == nil)
            demo.time.advance(by: .seconds(1))
            try await #expect(demo.send(.GET, path).json["x"] == "new")
            demo.authorizationServer.set { $0.metadataStatus = 502 }
            demo.time.advance(by: .seconds(30))
            let reply = try await demo.send(.GET, path)
            #expect(reply.status == 503)
            #expect(reply["retry-after"] == "1")
            try await #expect(demo.post(Messages.initialize()).status == 200, "the endpoint is still known")
        }
    }

    @Test(
        "HEAD wherever GET, and nothing else",
        arguments: ["/.well-known/oauth-protected-resource", "/.well-known/oauth-authorization-server"])
    func methods(path: String) async throws {
        try await Deployment.run { demo in
            let head = try await demo.send(.HEAD, path)
            #expect(head.status == 200)
            #expect(head.body.isEmpty)
            for method in [HTTPMethod.POST, .PUT, .DELETE] {
                let reply = try await demo.send(method, path)
                #expect(reply.status == 405)
                #expect(reply["allow"] == "GET, HEAD, OPTIONS")
            }
        }
    }

    @Test(
        "what an older client expects of this origin is 404, and the log says where it is and what to do",
        arguments: [
            "/authorize", "/token", "/register", "/register/", "/.well-known/openid-configuration",
            "/.well-known/openid-configuration/mcp", "/mcp/.well-known/openid-configuration",
        ])
    func olderClient(path: String) async throws {
        try await Deployment.run { demo in
            let reply = try await demo.send(path.contains("well-known") ? .GET : .POST, path)
            #expect(reply.status == 404)
            #expect(reply.text.contains("/.well-known/oauth-authorization-server"))
            let log = demo.log.text
            #expect(log.contains("an older client takes this origin for the authorization server"))
            #expect(log.contains(demo.issuer) && log.contains("update the client"))
        }
    }

    @Test(
        "anywhere else: 404 that says where the endpoint is",
        arguments: ["/", "/mcp//", "//mcp", "/MCP", "/.well-known/", "/register/x"])
    func unknownPath(path: String) async throws {
        try await Deployment.run { demo in
            let reply = try await demo.send(.GET, path)
            #expect(reply.status == 404)
            #expect(reply.text.contains("/mcp"))
            #expect(reply.text.hasSuffix("\n"))
        }
    }
}
