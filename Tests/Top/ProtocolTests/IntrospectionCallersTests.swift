import JSON
import Testing

/// Who is answered at the introspection endpoint is what `auth` of its route says, no more and no less.
@Suite("auth of the introspection route is enforced as written, and the metadata says the same")
struct IntrospectionCallersTests {
    struct Case: Sendable, CustomTestStringConvertible {
        let auth: String
        var isPublic = false
        /// In the metadata; nil: the member is absent.
        let methods: JSONValue?
        let answersThisMachine: Bool
        let answersResourceServers: Bool
        /// What the others are told.
        let refusal: String

        var testDescription: String { "\(auth), \(isPublic ? "public" : "loopback") issuer" }
    }

    private static let needsCredentials =
        "introspection needs the credentials of a resource server; see resource_servers"
    private static let secretMethods: JSONValue = ["client_secret_basic", "client_secret_post"]

    @Test("of two routes each answers its own callers, and the metadata leads to the one that is advertised")
    func twoRoutes() async throws {
        let edits = [
            ManifestEdit.replace(
                "    auth: [resource_server, loopback]\n",
                with: """
                        auth: resource_server
                      introspect_here:
                        path: /local/introspect
                        handler: oauth.introspect
                        auth: loopback
                        advertised: false

                    """)
        ]
        try await TestServer.run(edits) { server in
            let document = try await server.get("/.well-known/oauth-authorization-server").json
            #expect(document["introspection_endpoint"] == .string(server.issuer + "/oauth/introspect"))
            #expect(document["introspection_endpoint_auth_methods_supported"] == Self.secretMethods)
            #expect(try await server.post("/oauth/introspect", form: ["token": "x"]).status == 401)
            let here = try await server.post("/local/introspect", form: ["token": "x"])
            #expect(here.status == 200)
            #expect(here.text == "{\"active\":false}\n")
        }
    }

    @Test(
        "each kind of caller alone, and both",
        arguments: [
            Case(
                auth: "[loopback]", methods: ["none"], answersThisMachine: true,
                answersResourceServers: false,
                refusal: "introspection takes no credentials here, only programs on this machine may ask"),
            Case(
                auth: "[resource_server]", methods: secretMethods, answersThisMachine: false,
                answersResourceServers: true, refusal: needsCredentials),
            Case(
                auth: "[resource_server, loopback]",
                methods: ["client_secret_basic", "client_secret_post", "none"],
                answersThisMachine: true, answersResourceServers: true, refusal: needsCredentials),
            Case(
                auth: "[loopback]", isPublic: true, methods: nil, answersThisMachine: false,
                answersResourceServers: false,
                refusal:
                    "nobody may introspect here: credentials are not taken, and this issuer is not loopback"),
            Case(
                auth: "[resource_server]", isPublic: true, methods: secretMethods,
                answersThisMachine: false, answersResourceServers: true, refusal: needsCredentials),
            Case(
                auth: "[resource_server, loopback]", isPublic: true, methods: secretMethods,
                answersThisMachine: false, answersResourceServers: true, refusal: needsCredentials),
        ])
    func callers(_ wanted: Case) async throws {
        let edits = [
            ManifestEdit.replace(
                "    auth: [resource_server, loopback]\n", with: "    auth: \(wanted.auth)\n")
        ]
        if wanted.isPublic {
            try await TestServer.runPublic(edits) { (server, base) async throws in
                try await check(wanted, server, base, host: "auth.example.com")
            }
        } else {
            try await TestServer.run(edits) { (server) async throws in
                let host = String(server.issuer.dropFirst("http://".count))
                try await check(wanted, server, server.issuer, host: host)
            }
        }
    }

    private func check(_ wanted: Case, _ server: TestServer, _ base: String, host: String) async throws {
        let metadata = try await server.get(
            base + "/.well-known/oauth-authorization-server", headers: [("Host", host)])
        #expect(metadata.json["introspection_endpoint_auth_methods_supported"] == wanted.methods)

        let url = base + "/oauth/introspect"
        let header = ("Authorization", basic("demo-mcp-server", secret))
        let asked: [(isAdmitted: Bool, form: KeyValuePairs<String, String>, headers: [(String, String)])] = [
            (wanted.answersThisMachine, ["token": "x"], []),
            (wanted.answersResourceServers, ["token": "x"], [header]),
            (
                wanted.answersResourceServers, ["token": "x"],
                [("Authorization", header.1.replacing("Basic", with: "basic"))]
            ),
            (
                wanted.answersResourceServers,
                ["token": "x", "client_id": "demo-mcp-server", "client_secret": secret], []
            ),
        ]
        for (isAdmitted, form, headers) in asked {
            let answer = try await server.post(url, form: form, headers: headers + [("Host", host)])
            if isAdmitted {
                expectInactive(answer)
            } else {
                expectUnauthorized(answer)
                #expect(answer.json["error_description"] == .string(wanted.refusal))
            }
        }

        // A long body is read of those alone whose credentials are taken.
        let long = try await server.post(
            url, form: ["token": String(repeating: "x", count: 100_000)], headers: [header, ("Host", host)])
        #expect(long.status == (wanted.answersResourceServers ? 200 : 413))
    }

    private let secret = "demo-resource-server-secret-for-loopback-only"
}
