import JSON
import Support
import Testing
import WireText

/// Bodies of registrations, one a file: what programs in the field send, and more of the same kinds (`also-…`).
@Suite("registrations as programs send them")
struct RegistrationBodyTests {
    static let cases = GoldenFile.cases(in: "Registrations", ending: "golden")

    /// Programs that people use, and that ask for nothing that would harm anybody: refusing one keeps a person out.
    static let welcome = [
        "chatgpt-cimd-shape", "private_key_jwt",
        "claude-dcr-2026-08", "claude-dcr-secret-post", "cline-dcr", "codex-dcr", "copilot365-dcr",
        "csharp-dcr",
        "csharp-dcr-https-loopback", "cursor-dcr-54321", "cursor-dcr-three", "cursor-dcr-web",
        "cursor-dcr-web-three", "dup-redirect", "empty-strings", "gemini-cli-dcr", "gemini-spark-dcr",
        "goose-cimd-shape", "grokbot-dcr", "implicit-too", "inspector-dcr", "jetbrains-dcr", "kiro",
        "librechat-dcr", "mcpgo-dcr", "n8n-dcr-clientcred", "n8n-dcr-pkce", "null-auth-method", "nulls",
        "opencode-dcr", "openwebui-dcr", "raycast", "refresh-only-order", "response-types-oidc", "spring-dcr",
        "trailing-dcr-extra",
        "unicode-name", "vscode-cimd-shape", "vscode-dcr", "vscode-dcr-default-metadata", "windsurf-dcr",
        "zed-dcr",
        "zed-scheme",
    ]

    /// A method that is not offered, or a redirect URI where a code could be read by others or that no browser opens.
    static let unwelcome = [
        "docker-internal", "hopperai-dcr", "idn-redirect", "n8n-dcr-http", "oob",
        "openwebui-dcr-http", "private-ip-http", "redirect-string", "scope-array",
        "spring-dcr-template", "sub-localhost", "unicode-redirect", "uppercase-localhost",
    ]

    @Test(
        "each is answered as its file says, without null, and in the alphabet of RFC 6749 §5.2",
        arguments: cases.map(\.name))
    func answer(_ name: String) async throws {
        let file = try #require(Self.cases.first { $0.name == name })
        try await TestServer.run { server in
            let answer = try await server.post("/oauth/register", json: file.input)
            #expect(file.accepts(answer.outline))
            #expect(!answer.text.contains("null"))
            if let description = answer.json["error_description"]?.string?.shown {
                #expect(
                    description.utf8.allSatisfy { (0x20...0x7e).contains($0) && $0 != 0x22 && $0 != 0x5c })
            }
            guard let id = answer.json["client_id"]?.string?.shown else { return }
            for uri in (answer.json["redirect_uris"]?.strings ?? []).map(\.shown) {
                let client = TestClient(server: server, id: id, secret: nil, redirectURI: uri, method: "none")
                expectConsent(try await client.authorize(["scope": nil]))
            }
        }
    }

    @Test("whoever is welcome gets in, and nobody else, and every body is in one list or invented")
    func statuses() {
        let statuses = Dictionary(uniqueKeysWithValues: Self.cases.map { ($0.name, $0.expected.prefix(3)) })
        for name in Self.welcome { #expect(statuses[name] == "201", "\(name)") }
        for name in Self.unwelcome { #expect(statuses[name] == "400", "\(name)") }
        let named = Set(Self.welcome + Self.unwelcome)
        #expect(Self.cases.map(\.name).allSatisfy { named.contains($0) || $0.hasPrefix("also-") })
        #expect(Self.cases.count > named.count + 20)
    }

    @Test("a password that stands in a redirect URI is neither in the answer nor in the log")
    func password() async throws {
        try await TestServer.run { server in
            for uri in ["https://me:hunter2@a.example/", "https://me:hunter2@*/", "https://me:hunter2@ü/#"] {
                let answer = try await server.post("/oauth/register", json: #"{"redirect_uris":["\#(uri)"]}"#)
                #expect(answer.error == "invalid_redirect_uri")
                #expect(!answer.text.contains("hunter2"))
            }
            #expect(!server.log.text.contains("hunter2"))
        }
    }

    @Test("a web application that was taken for a native one may vary the port of its localhost redirect")
    func becomesNative() async throws {
        try await TestServer.run { server in
            let body = try #require(Self.cases.first { $0.name == "cursor-dcr-web-three" }).input
            let id = try await server.post("/oauth/register", json: body).json["client_id"]?.string?.shown
            let client = TestClient(
                server: server, id: id ?? "", secret: nil, redirectURI: "http://localhost:9191/callback",
                method: "none")
            #expect(try await client.approve().location?.hasPrefix(client.redirectURI + "?code=") == true)
        }
    }

    @Test("a method that is off in the manifest is given to nobody, named or not")
    func methodOff() async throws {
        let only = ManifestEdit.replace(
            "[none, client_secret_basic, client_secret_post, private_key_jwt]", with: "[none]")
        try await TestServer.run([only]) { server in
            let answer = try await server.post(
                "/oauth/register", json: #"{"redirect_uris":["http://127.0.0.1/cb"]}"#)
            #expect(answer.status == 201)
            #expect(answer.json["token_endpoint_auth_method"] == "none")
            #expect(answer.json["client_secret"] == nil)
        }
    }

    @Test("where the token route is off, what is listed is registered all the same")
    func tokenRouteOff() async throws {
        let off = ["token", "authorize"].map { ManifestEdit.route($0, "enabled: false") }
        try await TestServer.run(off) { server in
            let answer = try await server.post(
                "/oauth/register",
                json: #"{"redirect_uris":["http://127.0.0.1/cb"],"grant_types":["authorization_code"]}"#)
            #expect(answer.status == 201)
            #expect(answer.json["grant_types"] == ["authorization_code"])
        }
    }

    @Test("a grant that is off in the manifest is left out as one that is unknown")
    func grantOff() async throws {
        try await TestServer.run([.grantTypes("authorization_code")]) { server in
            let client = #""redirect_uris":["http://127.0.0.1/cb"],"token_endpoint_auth_method":"none""#
            let answer = try await server.post(
                "/oauth/register",
                json: #"{\#(client),"grant_types":["refresh_token","authorization_code"]}"#)
            #expect(answer.status == 201)
            #expect(answer.json["grant_types"] == ["authorization_code"])
        }
    }
}

extension Response {
    /// The status, and a line for each member that is the same at every run.
    fileprivate var outline: String {
        let members = (json.object?.members ?? []).filter {
            $0.name != "client_id" && $0.name != "client_id_issued_at"
        }
        return members.reduce("\(status)\n") { text, member in
            let value =
                member.name == "client_secret"
                ? "(secret)" : String(decoding: member.value.serialized(), as: UTF8.self)
            return text + "\(member.name): \(value)\n"
        }
    }
}
