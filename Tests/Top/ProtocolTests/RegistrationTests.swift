import Foundation
import JSON
import OAuthModel
import Support
import Testing
import WireText

@Suite("client registration (RFC 7591)")
struct RegistrationTests {
    private func register(_ server: TestServer, _ document: String) async throws -> Response {
        try await server.post("/oauth/register", json: document)
    }

    @Test("201 with the stored metadata, an id of the server's choice and the time of issue (§3.2.1)")
    func answer() async throws {
        try await TestServer.run { (server) async throws in
            let answer = try await register(
                server,
                #"{"client_id":"mine","client_secret":"mine","redirect_uris":["https://a.example/cb"],"client_name":"A","grant_types":["authorization_code","refresh_token"],"response_types":["code"],"token_endpoint_auth_method":"none","scope":"mcp","contacts":["a@a.example"],"software_id":"x","unknown":1}"#
            )
            #expect(answer.status == 201)
            #expect(answer["cache-control"] == "no-store")
            #expect(answer.text.hasSuffix("\n"))
            let json = answer.json
            #expect(
                json["client_id"]?.string?.shown.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber) }
                    == true)
            #expect(json["client_id"] != "mine")
            #expect(json["client_secret"] == nil)
            #expect(json["client_secret_expires_at"] == nil)
            #expect(json["client_id_issued_at"] == .integer(server.clock.now.seconds))
            #expect(json["redirect_uris"] == ["https://a.example/cb"])
            #expect(json["grant_types"] == ["authorization_code", "refresh_token"])
            #expect(json["response_types"] == ["code"])
            #expect(json["client_name"] == "A")
            #expect(json["scope"] == "mcp")
            #expect(json["contacts"] == ["a@a.example"])
            #expect(json["software_id"] == "x")
            #expect(json["unknown"] == nil)
        }
    }

    @Test("what is not said has the defaults of the RFC, and they are made visible (§2)")
    func defaults() async throws {
        try await TestServer.run { (server) async throws in
            let json = try await register(server, #"{"redirect_uris":["https://a.example/cb"]}"#).json
            #expect(json["token_endpoint_auth_method"] == "client_secret_basic")
            #expect(json["grant_types"] == ["authorization_code"])
            #expect(json["response_types"] == ["code"])
            #expect(json["client_name"] == nil)
            #expect(json["application_type"] == nil)
        }
    }

    @Test(
        "a confidential client gets a secret of mcs_ and 256 bits that doesn't expire, another each time",
        arguments: ["client_secret_basic", "client_secret_post"])
    func secret(method: String) async throws {
        try await TestServer.run { (server) async throws in
            let document =
                #"{"redirect_uris":["https://a.example/cb"],"token_endpoint_auth_method":"\#(method)"}"#
            let first = try await register(server, document).json
            let second = try await register(server, document).json
            let secret = first["client_secret"]?.string?.shown ?? ""
            #expect(secret.wholeMatch(of: /mcs_[A-Za-z0-9_-]{43}/) != nil)
            #expect(first["client_secret_expires_at"] == 0)
            #expect(second["client_secret"]?.string?.shown != secret)
            #expect(second["client_id"] != first["client_id"])
        }
    }

    @Test(
        "what leaves nothing usable, or is no metadata, is refused as invalid_client_metadata",
        arguments: [
            #""grant_types":["implicit"]"#, #""grant_types":["password","refresh_token"]"#,
            #""grant_types":["client_credentials"]"#, #""grant_types":["refresh_token"]"#,
            #""grant_types":"code""#,
            #""response_types":["token"]"#, #""response_types":"code""#,
            #""response_types":["code id_token"]"#,
            #""token_endpoint_auth_method":"private_key_jwt""#,
            #""token_endpoint_auth_method":"private_key_jwt","jwks":{"keys":[]}"#,
            #""token_endpoint_auth_method":"private_key_jwt","jwks_uri":"http://a.example/keys""#,
            #""token_endpoint_auth_method":"private_key_jwt","jwks_uri":"https://a.example""#,
            #""token_endpoint_auth_method":"tls_client_auth""#,
            #""application_type":"desktop""#, #""client_name":7"#,
            #""scope":["mcp"]"#, #""logo_uri":"javascript:alert(1)""#, #""client_uri":"data:text/html,x""#,
            #""tos_uri":"ftp://a.example""#, #""policy_uri":9"#, #""contacts":{"a":1}"#,
            #""contacts":["\#(String(repeating: "a", count: 1025))","\#(String(repeating: "b", count: 1024))"]"#,
            #""software_id":"\#(String(repeating: "a", count: 2049))""#,
        ])
    func unsupported(member: String) async throws {
        try await TestServer.run { (server) async throws in
            let answer = try await register(server, #"{"redirect_uris":["https://a.example/cb"],\#(member)}"#)
            #expect(answer.status == 400)
            #expect(answer.error == "invalid_client_metadata")
            #expect(answer.json["client_id"] == nil)
        }
    }

    @Test(
        "a redirect URI that could lead astray is refused as invalid_redirect_uri (RFC 9700 §2.1)",
        arguments: [
            #"["http://a.example/cb"]"#, #"["http://localhost.evil.example/cb"]"#,
            #"["http://127.0.0.1.evil.example/"]"#,
            #"["https://a.example/cb#f"]"#, #"["https://good@evil.example/"]"#,
            #"["https://*.a.example/cb"]"#,
            #"["https://a.example/*"]"#, #"["javascript:alert(1)"]"#, #"["JavaScript:alert(1)"]"#,
            #"["data:text/html,x"]"#,
            #"["vbscript:x"]"#, #"["file:///etc/passwd"]"#, #"[" https://a.example/cb"]"#,
            #"["https://a.example/\tcb"]"#,
            #"["https://a.example/\ncb"]"#, #"["https://a.example\\@evil.example/"]"#, #"["/cb"]"#,
            #"["https:///cb"]"#,
            #"["myapp://cb"]"#, #"["https://a.example/cb","http://b.example/cb"]"#, "[]",
            #""https://a.example/cb""#, "[7]",
            #"["https://a.example:99999/cb"]"#, #"["https://a.example/%zz"]"#, #"["about:blank"]"#,
            #"["https://a.example/cb?state=fixed"]"#,
            #"["https://a.example/cb?a=1&code=x"]"#, #"["https://a.example/cb?iss"]"#,
            #"["https://a.example/?%63ode=x"]"#,
            #"["HTTP://a.example/"]"#,
        ])
    func dangerousRedirect(uris: String) async throws {
        try await TestServer.run { (server) async throws in
            let answer = try await register(server, #"{"redirect_uris":\#(uris)}"#)
            #expect(answer.status == 400)
            #expect(answer.error == "invalid_redirect_uri")
        }
    }

    @Test("redirect_uris is needed, and has at most 20 entries")
    func redirectCount() async throws {
        try await TestServer.run { (server) async throws in
            #expect(try await register(server, "{}").error == "invalid_redirect_uri")
            let uris = (0...20).map { "\"https://a.example/\($0)\"" }
            let many = try await register(server, "{\"redirect_uris\":[\(uris.joined(separator: ","))]}")
            #expect(many.error == "invalid_redirect_uri")
            let enough = try await register(
                server, "{\"redirect_uris\":[\(uris.dropLast().joined(separator: ","))]}")
            #expect(enough.status == 201)
        }
    }

    @Test("a web application with a scheme that the manifest allows is a native one, and is told so")
    func webScheme() async throws {
        try await TestServer.run { (server) async throws in
            for uri in ["cursor://x/cb", "com.example.app:/cb"] {
                for type in ["native", "web"] {
                    let answer = try await register(
                        server, #"{"redirect_uris":["\#(uri)"],"application_type":"\#(type)"}"#)
                    #expect(answer.status == 201)
                    #expect(answer.json["application_type"] == "native")
                }
            }
            let unlisted = try await register(
                server, #"{"redirect_uris":["myapp://x/cb"],"application_type":"web"}"#)
            #expect(unlisted.error == "invalid_redirect_uri")
            let web = try await register(
                server, #"{"redirect_uris":["http://localhost/cb"],"application_type":"web"}"#)
            #expect(web.json["application_type"] == "web")
        }
    }

    @Test("a scheme is allowed by the manifest alone: listed, or in reverse-domain form (RFC 8252 §7.1)")
    func schemes() async throws {
        try await TestServer.run([
            .replace("reverse_domain_schemes: true", with: "reverse_domain_schemes: false")
        ]) {
            (server) async throws in
            #expect(
                try await register(server, #"{"redirect_uris":["com.example.app:/cb"]}"#).error
                    == "invalid_redirect_uri")
            #expect(try await register(server, #"{"redirect_uris":["vscode://x/cb"]}"#).status == 201)
        }
        try await TestServer.run { (server) async throws in
            #expect(try await register(server, #"{"redirect_uris":["com.example.app:/cb"]}"#).status == 201)
        }
    }

    @Test("a body that is not one JSON object, twice the same name, or nested deeper than 8 is refused")
    func body() async throws {
        try await TestServer.run { (server) async throws in
            for text in [
                "", "[]", "{", "null",
                #"{"redirect_uris":["https://a.example/"],"scope":"mcp","scope":"mcp"}"#,
                #"{"a":"# + String(repeating: "[", count: 8) + String(repeating: "]", count: 8) + "}",
            ] {
                let answer = try await register(server, text)
                #expect(answer.status == 400, "\(text)")
                #expect(answer.error == "invalid_client_metadata", "\(text)")
            }
        }
    }

    @Test("another content type, another method, and a body over 64 KiB are refused")
    func transport() async throws {
        try await TestServer.run { (server) async throws in
            let form = try await server.post("/oauth/register", form: ["redirect_uris": "https://a.example/"])
            #expect(form.status == 415)
            #expect(form.error == "invalid_client_metadata")
            let get = try await server.get("/oauth/register")
            #expect(get.status == 405)
            #expect(get["allow"]?.contains("POST") == true)
            let large = #"{"client_name":"\#(String(repeating: "x", count: 65_536))"}"#
            #expect(try await register(server, large).status == 413)
        }
    }

    @Test("a client that takes more than 8 KiB to keep is told so, and one of seven is taken")
    func size() async throws {
        try await TestServer.run { (server) async throws in
            func uris(_ count: Int) -> String {
                let uris = (0..<count).map {
                    "\"https://a.example/\($0)/\(String(repeating: "x", count: 1700))\""
                }
                return "{\"redirect_uris\":[\(uris.joined(separator: ","))]}"
            }
            #expect(try await register(server, uris(4)).status == 201)
            let answer = try await register(server, uris(5))
            #expect(answer.status == 400)
            #expect(answer.error == "invalid_client_metadata")
            #expect(answer.json["error_description"]?.string?.shown.contains("8 KiB") == true)
        }
    }

    @Test("an empty scope is accepted, and a scope keeps what this server knows")
    func scope() async throws {
        try await TestServer.run { (server) async throws in
            let uris = #""redirect_uris":["https://a.example/"]"#
            #expect(try await register(server, #"{\#(uris),"scope":""}"#).json["scope"] == "")
            #expect(try await register(server, #"{\#(uris),"scope":"mcp openid"}"#).json["scope"] == "mcp")
        }
    }

    @Test("registrations are limited by rate, with Retry-After")
    func rate() async throws {
        try await TestServer.run([.replace("rate_limit: 60/1m", with: "rate_limit: 2/1m")]) {
            (server) async throws in
            let document = #"{"redirect_uris":["https://a.example/"]}"#
            for _ in 0..<2 { #expect(try await register(server, document).status == 201) }
            let refused = try await register(server, document)
            #expect(refused.status == 429)
            #expect(refused["retry-after"] == "60")
            #expect(refused["access-control-allow-origin"] == "*")
            server.clock.advance(by: .seconds(60))
            #expect(try await register(server, document).status == 201)
        }
    }

    @Test("at the cap the least recently used client makes room, but never one with a live grant")
    func cap() async throws {
        try await TestServer.run([.replace("max_clients: 100000", with: "max_clients: 2")]) {
            (server) async throws in
            let used = try await TestClient.register(server)
            let tokens = try await used.tokens()
            server.clock.advance(by: .seconds(1))
            let idle = try await TestClient.register(server)
            server.clock.advance(by: .seconds(1))
            let newest = try await TestClient.register(server)
            #expect(try await server.get(idle.authorizePath()).status == 400)
            #expect(try await server.get(newest.authorizePath()).status == 200)
            #expect(try await used.refresh(tokens.refresh ?? "").status == 200)
        }
    }

    @Test(
        "when every client may have a live grant, the next is told that there is no room, and health is none the worse"
    )
    func full() async throws {
        try await TestServer.run([.replace("max_clients: 100000", with: "max_clients: 1")]) {
            (server) async throws in
            let used = try await TestClient.register(server)
            let tokens = try await used.tokens()
            let answer = try await register(server, #"{"redirect_uris":["https://a.example/cb"]}"#)
            expectOutage(answer)
            #expect(
                answer.json["error_description"]?.string?.shown.contains("as many clients as it takes")
                    == true)
            #expect(try await server.get("/health").status == 200)
            #expect(try await used.refresh(tokens.refresh ?? "").status == 200)
        }
    }

    @Test("a registration expires when it is unused for 90 days, and use renews it")
    func expiry() async throws {
        try await TestServer.run { (server) async throws in
            let idle = try await TestClient.register(server)
            let used = try await TestClient.register(server)
            server.clock.advance(by: .seconds(89 * 86400))
            _ = try await used.tokens()
            server.clock.advance(by: .seconds(2 * 86400))
            #expect(try await server.get(idle.authorizePath()).status == 400)
            #expect(try await server.get(used.authorizePath()).status == 200)
        }
    }

    @Test("registrations survive a restart; the secret is not in the files")
    func restart() async throws {
        let folder = try TestFolder()
        defer { folder.remove() }
        let clock = MovableClock()
        let first = try await TestServer.start(folder, clock: clock)
        let client = try await TestClient.register(first, method: "client_secret_basic")
        let code = try await client.code()
        let tokens = try Tokens(try await client.redeem(code))
        await first.stop()

        let files = try FileManager.default.subpathsOfDirectory(atPath: folder.path + "/.mcp-auth")
        for file in files {
            let bytes = FileManager.default.contents(atPath: folder.path + "/.mcp-auth/" + file) ?? Data()
            for secret in [client.secret ?? "", code, tokens.access, tokens.refresh ?? "", "Ada Lovelace"] {
                #expect(bytes.range(of: Data(secret.utf8)) == nil, "\(file) holds a secret")
                #expect(bytes.range(of: Data(secret.dropFirst(4).utf8)) == nil || secret.count < 10)
            }
        }

        let second = try await TestServer.start(folder, clock: clock)
        let again = TestClient(server: second, id: client.id, secret: client.secret, method: client.method)
        #expect(try await second.isActive(tokens.access))
        #expect(try await again.refresh(tokens.refresh ?? "").status == 200)
        await second.stop()
    }
}
