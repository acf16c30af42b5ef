import AuthorizationServer
import Diagnostics
import Foundation
import JSON
import Providers
import RouteManifest
import StrictYAML
import Support
import Testing

/// A change to one part of the manifest, and how it is known that a running server took it over.
private struct PartChange: Sendable, CustomTestStringConvertible {
    /// A section, or a key of `server`.
    let part: String
    /// What the manifest says besides, from the start.
    var base: [ManifestEdit] = []
    let edits: [ManifestEdit]
    /// What changes in a file beside it.
    var file: (name: String, before: String, after: String)?
    /// How long clients are waited for; nil: as the manifest has it.
    var patience: Duration? = TestServer.usualPatience
    let proof: Proof

    enum Proof: Sendable {
        /// Something else is seen over HTTP than before, and the same as of a server that was started so.
        case seen(@Sendable (TestServer) async throws -> String)
        /// This comes to an end, as it would not have before.
        case ends(@Sendable (TestServer) async throws -> Void)
        /// No request shows it in good time; it is in the answer to who asked, by this name.
        case answered(String)
        /// None of the file is taken over, and the answer says why.
        case refused(String)
    }

    var testDescription: String { part }

    /// - Parameters:
    ///   - old: A piece of the shipped manifest.
    ///   - new: What stands in its place.
    init(
        _ part: String, _ old: String, _ new: String, after base: [ManifestEdit] = [],
        patience: Duration? = TestServer.usualPatience, _ proof: Proof
    ) {
        self.part = part
        self.base = base
        edits = [.replace(old, with: new)]
        self.patience = patience
        self.proof = proof
    }

    /// - Parameter file: What changes instead of the manifest.
    init(
        _ part: String, in file: (name: String, before: String, after: String), after base: [ManifestEdit],
        _ proof: Proof
    ) {
        self.part = part
        self.base = base
        self.file = file
        edits = []
        self.proof = proof
    }
}

// What is seen.
extension PartChange {
    private static func metadata(_ server: TestServer) async throws -> String {
        try await server.get("/.well-known/oauth-authorization-server").text
    }

    private static func status(
        _ ask: @escaping @Sendable (TestServer) async throws -> Response
    ) -> Proof {
        .seen { "\(try await ask($0).status)" }
    }

    private static func errorPage(has text: String) -> Proof {
        .seen { "\(try await $0.get("/nowhere", headers: [("Accept", "text/html")]).text.contains(text))" }
    }

    /// Whether ten connections are let in that all have something to say.
    private static func areLetIn(_ server: TestServer) async throws -> String {
        let port = try #require(server.issuer.split(separator: ":").last.flatMap { Int($0) })
        var clients: [RawClient] = []
        for _ in 1...10 {
            let client = try await RawClient.connect(port)
            try? await client.send("GET /health HTTP/1.1\r\n")
            clients.append(client)
        }
        var areAll = true
        for client in clients {
            try? await client.send("Host: localhost\r\n\r\n")
            let status = try? await client.answer().status
            areAll = areAll && status == 200
            await client.close()
        }
        return "\(areAll)"
    }

    private static func raw(_ server: TestServer, _ text: String) async throws -> RawClient {
        let port = try #require(server.issuer.split(separator: ":").last.flatMap { Int($0) })
        let client = try await RawClient.connect(port)
        try? await client.send(text)
        return client
    }

    private static func isTooSlow(sending start: String) -> Proof {
        .ends { server in
            let answer = try await raw(server, start).answer()
            #expect(answer.status == 408)
        }
    }
}

extension PartChange {
    static let all: [PartChange] = server + others

    private static let server: [PartChange] = [
        PartChange(
            "server.issuer", "issuer: ${AUTH_SERVER_URL:-}", "issuer: http://localhost:4711",
            .refused("server.issuer is another")),
        PartChange(
            "server.port", "port: ${AUTH_SERVER_PORT:-3001}", "port: 4711", .refused("server.port is another")
        ),
        PartChange(
            "server.bind", "bind: ${AUTH_SERVER_BIND:-}", "bind: 127.0.0.1",
            .refused("server.bind is another")),
        PartChange(
            "server.secret", "\nserver:\n", "\nserver:\n  secret: 0123456789abcdef0123456789abcdef\n",
            .refused("server.secret is another")),
        PartChange(
            "server.secret_file",
            in: ("server.secret", String(repeating: "a", count: 44), String(repeating: "b", count: 44)),
            after: [
                .replace(
                    "  # secret_file: /etc/mcp-auth/secret\n", with: "  secret_file: server.secret\n")
            ],
            .refused("server.secret is another")),
        PartChange(
            "server.name", "  # name: Example Tools\n", "  name: Example Tools\n",
            errorPage(has: "Example Tools")),
        PartChange(
            "server.logo", "  # logo: logo.svg\n", "  logo: logo.svg\n",
            errorPage(has: Data("<svg/>".utf8).base64EncodedString().prefix(6).description)),
        PartChange(
            "server.development_hosts", "  # development_hosts: [auth, host.docker.internal]\n",
            "  development_hosts: [auth]\n",
            status { try await $0.get($0.issuer.replacing("localhost", with: "auth") + "/") }),
        PartChange(
            "server.trusted_proxies", "  # trusted_proxies: [127.0.0.1, 10.0.0.0/8, \"fd00::/8\"]\n",
            "  trusted_proxies: [127.0.0.1, \"::1\"]\n",
            status { try await $0.post("/oauth/introspect", form: ["token": "x"]) }),
        PartChange(
            "server.operator_token", "operator_token: \(operatorToken)",
            "operator_token: \(operatorToken)-another", after: [.operated],
            status { try await $0.operate("/flows", headers: [("X-Forwarded-For", "203.0.113.7")]) }),
        PartChange(
            "server.operator_token_file",
            in: ("operator.token", operatorToken, "\(operatorToken)-another"),
            after: [
                .replace(
                    "  # operator_token_file: /etc/mcp-auth/operator-token\n",
                    with: "  operator_token_file: operator.token\n")
            ],
            status { try await $0.operate("/flows", headers: [("X-Forwarded-For", "203.0.113.7")]) }),
        PartChange("server.watch", "  # watch: true\n", "  watch: false\n", .answered("server.watch")),
        PartChange(
            "server.head_limit", "  # head_limit: 16KiB\n", "  head_limit: 64KiB\n",
            status {
                try await $0.get("/health", headers: [("X-Large", String(repeating: "x", count: 20_000))])
            }),
        PartChange(
            "server.connection_limit", "  # connection_limit: 10000\n", "  connection_limit: 3\n",
            .seen(areLetIn)),
        PartChange(
            "server.idle_timeout", "idle_timeout: 1h\n", "idle_timeout: 1s\n",
            after: [.replace("  # idle_timeout: 60s\n", with: "  idle_timeout: 1h\n")], patience: nil,
            .ends { server in
                let client = try await raw(server, "GET /health HTTP/1.1\r\nHost: localhost\r\n\r\n")
                // A machine that stood still for so long has closed it before the request came.
                _ = try? await client.answer()
                #expect(await client.rest() == "")
            }),
        PartChange(
            "server.head_timeout", "head_timeout: 1h\n", "head_timeout: 1s\n",
            after: [.replace("  # head_timeout: 10s\n", with: "  head_timeout: 1h\n")], patience: nil,
            isTooSlow(sending: "GET /health HTTP/1.1\r\n")),
        PartChange(
            "server.body_timeout", "body_timeout: 1h\n", "body_timeout: 1s\n",
            after: [.replace("  # body_timeout: 30s\n", with: "  body_timeout: 1h\n")], patience: nil,
            isTooSlow(
                sending: "POST /oauth/token HTTP/1.1\r\nHost: localhost\r\nContent-Length: 10\r\n\r\nx")),
        PartChange(
            "server.write_timeout", "  # write_timeout: 30s\n", "  write_timeout: 1m\n",
            .answered("server.write_timeout")),
        PartChange(
            "server.shutdown_timeout", "  # shutdown_timeout: 10s\n", "  shutdown_timeout: 1m\n",
            .answered("server.shutdown_timeout")),
    ]

    private static let others: [PartChange] = [
        PartChange("version", "\nversion: 1\n", "\nversion: 2\n", .refused("this program reads version 1")),
        PartChange(
            "profile", "\nprofile: demo\n", "\nprofile: lab\n",
            after: [
                .replace("profiles: [demo]", with: "profiles: [demo, lab]"),
                .replace(
                    "    template: start.html\n    profiles: [demo, lab]\n",
                    with: "    template: start.html\n    profiles: [demo]\n"),
            ],
            status { try await $0.get("/") }),
        PartChange(
            "store", TestStore.isRedis ? "\n  key_prefix: \"" : "\n  data: data\n",
            TestStore.isRedis ? "\n  key_prefix: \"other:" : "\n  data: elsewhere\n",
            after: [.controlled], .refused("store is another")),
        PartChange("log", "  level: info ", "  level: debug ", .answered("log.level")),
        PartChange(
            "tokens", "  access_token: 1h\n", "  access_token: 5m\n",
            .seen { "\(try await TestClient.demo($0).tokens().response.json["expires_in"] ?? .null)" }),
        PartChange(
            "keys", "  publish_after: 1d ", "  publish_after: 3d ", after: [.controlled],
            .seen { server in
                let old = try await server.keyStates().first { $0.value == "active" }?.key
                _ = try await server.rotateKeys(atOnce: true)
                server.clock.advance(by: .seconds(2 * 86_400))
                try await server.sweep()
                return "\(try await server.keyIDs().contains(try #require(old)))"
            }),
        PartChange(
            "grant_types", "\ngrant_types: [authorization_code, refresh_token, client_credentials]\n",
            "\ngrant_types: [authorization_code, refresh_token]\n", .seen(metadata)),
        PartChange(
            "token_endpoint_auth_methods",
            "\ntoken_endpoint_auth_methods: [none, client_secret_basic, client_secret_post, private_key_jwt]\n",
            "\ntoken_endpoint_auth_methods: [none, client_secret_basic]\n", .seen(metadata)),
        PartChange(
            "token_endpoint_as_audience", "\n# token_endpoint_as_audience: false\n",
            "\ntoken_endpoint_as_audience: false\n",
            status { server in
                let client = try await TestClient.signing(server)
                return try await client.prove(
                    client.assertion(["aud": .string("\(server.issuer)/oauth/token")]))
            }),
        PartChange("scopes", "\nscopes:\n", "\nscopes:\n  read: Read everything\n", .seen(metadata)),
        PartChange(
            "resources", "\nresources:\n", "\nresources:\n  - resource: http://localhost:9999/mcp\n",
            status { try await TestClient.demo($0).authorize(["resource": "http://localhost:9999/mcp"]) }),
        PartChange(
            "resource_servers",
            "secret: ${DEMO_RESOURCE_SERVER_SECRET:-demo-resource-server-secret-for-loopback-only}",
            "secret: another-secret-of-the-demo-server-that-is-long",
            status { try await $0.introspect("x") }),
        PartChange(
            "clients", "client_id: demo-client\n", "client_id: other-client\n",
            status { try await TestClient.demo($0).authorize() }),
        PartChange(
            "registration", "schemes: [cursor, claude", "schemes: [claude",
            status {
                try await $0.post(
                    "/oauth/register",
                    json:
                        #"{"redirect_uris":["cursor://there/callback"],"application_type":"native","token_endpoint_auth_method":"none"}"#
                )
            }),
        PartChange(
            "client_documents", "client_documents:\n  enabled: true\n",
            "client_documents:\n  enabled: false\n",
            .seen(metadata)),
        PartChange(
            "upstream", "  auto_approve: false ", "  auto_approve: true ",
            status { try await Browser($0).open(TestClient.demo($0).authorizePath()) }),
        PartChange(
            "upstreams", "\nversion: 1\n",
            """

            version: 1
            upstreams:
              corp:
                kind: oidc
                title: Example Corp
                issuer: https://corp.example
                client_id: mcp-auth
                client_secret: a-secret-of-the-provider-that-is-long-enough

            """,
            .seen { server in
                let browser = Browser(server)
                let consent = try await browser.open(TestClient.demo(server).authorizePath())
                let next = try await browser.press(("decision", "approve"), on: consent)
                return "\(next.text.contains("Example Corp"))"
            }),
        PartChange(
            "defaults", "  # headers: { X-Robots-Tag: noindex }", "  headers: { X-Robots-Tag: noindex }",
            .seen { try await $0.get("/health")["x-robots-tag"] ?? "none" }),
        PartChange(
            "routes", "\n  register:\n    path:", "\n  register:\n    enabled: false\n    path:",
            .seen(metadata)),
    ]
}

@Suite("each part of the manifest, when a running server reads it again", .timeLimit(.minutes(10)))
struct ReloadedPartsTests {
    @Test("every section, and every key of server, is changed here once")
    func complete() {
        let sections = ManifestLanguage.sections.map(\.name)
        let keys = ManifestLanguage.keys.map(\.path).filter {
            $0.utf8.starts(with: "server.".utf8) && $0.utf8.count(where: { $0 == UInt8(ascii: ".") }) == 1
        }
        #expect(!keys.isEmpty)
        #expect(
            PartChange.all.map(\.part).sorted() == (sections.filter { $0 != "server" } + keys).sorted())
    }

    @Test(
        "is taken over, as if the server had been started so; or refused with the whole file, and the answer says why",
        arguments: PartChange.all)
    fileprivate func part(_ change: PartChange) async throws {
        try await run(change, isApplied: false) { server in
            let text = try server.manifestText()
            switch change.proof {
            case .seen(let look):
                let before = try await seen(of: server, look)
                try await apply(change, to: server)
                let after = try await seen(of: server, look)
                #expect(after != before)
                try await run(change, isApplied: true) { started in
                    let asStarted = try await seen(of: started, look)
                    #expect(after == asStarted)
                }
                try write(change, text, isApplied: false, to: server)
                #expect(try await server.reload().isTaken)
                let again = try await seen(of: server, look)
                #expect(again == before)
            case .ends(let wait):
                try await apply(change, to: server)
                try await wait(server)
            case .answered(let subject):
                let report = try await apply(change, to: server)
                #expect(report.details.contains { $0.contains(subject) }, "\(report.details)")
            case .refused(let words):
                let before = try await server.get("/.well-known/oauth-authorization-server").text
                let harmless = ManifestEdit.replace("\nscopes:\n", with: "\nscopes:\n  read: Read\n")
                try write(change, harmless.edit(text), isApplied: true, to: server)
                let report = try await server.reload()
                #expect(!report.isTaken)
                let said = report.diagnostics.map { $0.rendered() } + report.details
                #expect(said.contains { $0.contains(words) }, "\(said)")
                let after = try await server.get("/.well-known/oauth-authorization-server").text
                #expect(after == before)
            }
        }
    }

    @discardableResult
    private func apply(_ change: PartChange, to server: TestServer) async throws -> ReloadReport {
        try write(change, server.manifestText(), isApplied: true, to: server)
        let report = try await server.reload()
        #expect(report.isTaken, "\(report.diagnostics.map { $0.rendered() }) \(report.details)")
        return report
    }

    private func write(
        _ change: PartChange, _ text: String, isApplied: Bool, to server: TestServer
    ) throws {
        if let file = change.file {
            try server.write(isApplied ? file.after : file.before, to: file.name)
        }
        try server.write(isApplied ? change.edits.reduce(text) { try $1.edit($0) } : text)
    }

    /// But for the port.
    private func seen(
        of server: TestServer, _ look: (TestServer) async throws -> String
    ) async throws -> String {
        try await look(server).replacing(server.issuer, with: "ISSUER")
    }

    private func run(
        _ change: PartChange, isApplied: Bool, _ test: (TestServer) async throws -> Void
    ) async throws {
        let folder = try TestFolder(
            change.base + (isApplied ? change.edits : []), store: try await TestStore.section())
        defer { folder.remove() }
        if let file = change.file {
            try folder.write(isApplied ? file.after : file.before, to: file.name)
        }
        let clock = MovableClock()
        let corp = TestProvider(issuer: "https://corp.example", clock: clock)
        let server = try await TestServer.start(
            folder, clock: clock, patience: change.patience, providers: { _ in corp })
        do { try await test(server) } catch {
            await server.stop()
            throw error
        }
        await server.stop()
    }
}
