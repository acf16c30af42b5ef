import JSON
import Support
import Testing
import WireText

@Suite("the token endpoint")
struct TokenEndpointTests {
    @Test("only application/x-www-form-urlencoded is read; parameters of the media type are accepted")
    func mediaType() async throws {
        try await TestServer.run { server in
            let client = try await TestClient.register(server)
            let body = "grant_type=refresh_token&refresh_token=x&client_id=" + client.id
            for type in [
                "application/x-www-form-urlencoded", "application/x-www-form-urlencoded; charset=UTF-8",
                "application/x-www-form-urlencoded;charset=utf-8", "Application/X-WWW-Form-URLEncoded",
            ] {
                let answer = try await server.send(
                    "POST", "/oauth/token", headers: [("Content-Type", type)], body: body)
                #expect(answer.status == 400)
                #expect(answer.error == "invalid_grant", "\(type)")
            }
            for type in [
                "application/json", "text/plain", "multipart/form-data; boundary=x",
                "application/x-www-form-urlencoded-x", "",
            ] {
                let answer = try await server.send(
                    "POST", "/oauth/token", headers: type.isEmpty ? [] : [("Content-Type", type)], body: body)
                #expect(answer.status == 400)
                #expect(answer.error == "invalid_request", "\(type)")
            }
        }
    }

    @Test("parameters in the query are ignored (RFC 6749 §3.2)")
    func query() async throws {
        try await TestServer.run { server in
            let client = try await TestClient.register(server)
            let code = try await client.code()
            let all =
                "grant_type=authorization_code&code=\(code)&code_verifier=\(TestClient.verifier)&client_id=\(client.id)"
            let nothing = try await server.post("/oauth/token?" + all, form: [:])
            #expect(nothing.status == 401)
            #expect(nothing.error == "invalid_client")
            let noCode = try await server.post(
                "/oauth/token?code=" + code,
                form: [
                    "grant_type": "authorization_code", "client_id": client.id,
                    "code_verifier": TestClient.verifier,
                ])
            #expect(noCode.status == 400)
            #expect(noCode.error == "invalid_request")
            let good = try await server.post(
                "/oauth/token?code=mac_x&grant_type=password&client_id=other",
                form: [
                    "grant_type": "authorization_code", "client_id": client.id, "code": code,
                    "code_verifier": TestClient.verifier,
                ])
            #expect(good.status == 200)
        }
    }

    @Test(
        "a repeated parameter is invalid_request, and the code is still good (RFC 6749 §3.2)",
        arguments: [
            "grant_type", "code", "code_verifier", "client_id", "redirect_uri", "scope", "state", "x",
        ])
    func repeated(name: String) async throws {
        try await TestServer.run { server in
            let client = try await TestClient.register(server)
            let code = try await client.code()
            let values = [
                "grant_type": "authorization_code", "code": code, "code_verifier": TestClient.verifier,
                "client_id": client.id, "redirect_uri": client.redirectURI,
            ]
            let value = percentEncode(values[name] ?? "mcp")
            let body =
                values.map { $0.key + "=" + percentEncode($0.value) }.joined(separator: "&")
                + "&\(name)=\(value)" + (values[name] == nil ? "&\(name)=\(value)" : "")
            let answer = try await server.send(
                "POST", "/oauth/token", headers: [("Content-Type", "application/x-www-form-urlencoded")],
                body: body)
            #expect(answer.status == 400)
            #expect(answer.error == "invalid_request")
            #expect(try await client.redeem(code).status == 200)
        }
    }

    @Test("every answer, good or bad, is JSON that ends its line and is never stored")
    func manners() async throws {
        try await TestServer.run { server in
            let client = try await TestClient.register(server)
            let good = try await client.tokens().response
            let answers = [
                good, try await client.redeem("mac_nothing"), try await client.token(["grant_type": "x"]),
                try await client.token([:]), try await server.post("/oauth/token", form: [:]),
                try await server.post("/oauth/token", json: "{}"),
                try await server.post("/oauth/token", form: [:], headers: [("Authorization", "Basic !")]),
            ]
            #expect(answers.map(\.status) == [200, 400, 400, 400, 401, 400, 401])
            for answer in answers {
                #expect(answer.all("cache-control") == ["no-store"])
                #expect(answer["content-type"]?.hasPrefix("application/json") == true)
                #expect(answer.text.hasSuffix("}\n"))
                #expect(answer.json.object != nil)
            }
            for answer in answers.dropFirst() {
                #expect(answer.json["error_description"]?.string?.isEmpty == false)
                #expect(answer.error?.isEmpty == false)
                #expect(!answer.text.contains("mac_nothing"))
            }
        }
    }

    @Test("success has access_token, token_type, expires_in as an integer, scope and refresh_token, no more")
    func members() async throws {
        try await TestServer.run { server in
            let client = try await TestClient.register(server)
            let json = try await client.tokens().response.json
            #expect(
                json.object?.members.map(\.name.shown).sorted()
                    == ["access_token", "expires_in", "refresh_token", "scope", "token_type"])
            #expect(json["token_type"] == "Bearer")
            #expect(json["expires_in"] == .integer(3600))
            #expect(json["scope"] == "mcp")
        }
    }

    @Test("codes and tokens are a prefix and 59 characters of base64url, and share the handle of their grant")
    func opaque() async throws {
        try await TestServer.run { server in
            let client = try await TestClient.register(server)
            let code = try await client.code()
            let tokens = try Tokens(await client.redeem(code))
            let refresh = try #require(tokens.refresh)
            for (text, prefix) in [(code, "mac_"), (tokens.access, "mat_"), (refresh, "mrt_")] {
                #expect(text.hasPrefix(prefix))
                #expect(text.count == 63)
                #expect(text.utf8.allSatisfy { isNameByte($0) })
            }
            #expect(Set([code, tokens.access, refresh].map { $0.dropFirst(4).prefix(16) }).count == 1)
            #expect(Set([code, tokens.access, refresh].map { $0.dropFirst(20) }).count == 3)
            let other = try await client.tokens()
            #expect(other.access.dropFirst(4).prefix(16) != tokens.access.dropFirst(4).prefix(16))
        }
    }

    @Test(
        "the scope of the token request may be narrower than what was granted, never wider (RFC 6749 §3.3)")
    func scope() async throws {
        try await TestServer.run { server in
            let client = try await TestClient.register(server)
            let code = try await client.code()
            let wide = try await client.redeem(code, ["scope": "mcp mcp:admin"])
            #expect(wide.status == 400)
            #expect(wide.error == "invalid_scope")
            #expect(try await client.redeem(code).status == 200)
            let both = try await client.code(["scope": "mcp mcp:admin"])
            let narrow = try Tokens(await client.redeem(both, ["scope": "mcp"]))
            #expect(narrow.response.json["scope"] == "mcp")
            #expect(try await server.introspect(narrow.access).json["scope"] == "mcp")
        }
    }

    @Test(
        "a grant type that this server does not have is unsupported_grant_type",
        arguments: [
            "password", "implicit", "urn:ietf:params:oauth:grant-type:jwt-bearer",
            "urn:ietf:params:oauth:grant-type:device_code", "Authorization_Code", "authorization_code ",
        ])
    func unsupported(grantType: String) async throws {
        try await TestServer.run { server in
            let client = try await TestClient.register(server, method: "client_secret_post")
            let answer = try await client.token([
                "grant_type": grantType, "username": "ada", "password": "x", "scope": "mcp",
            ])
            #expect(answer.status == 400)
            #expect(answer.error == "unsupported_grant_type")
        }
    }

    @Test("a token request without grant_type is invalid_request")
    func noGrantType() async throws {
        try await TestServer.run { server in
            let client = try await TestClient.register(server)
            for grantType in [nil, ""] {
                let answer = try await client.token(["grant_type": grantType, "code": "x"])
                #expect(answer.status == 400)
                #expect(answer.error == "invalid_request")
            }
        }
    }

    @Test("a grant that is off in the manifest is unsupported_grant_type, and no refresh token is issued")
    func grantOff() async throws {
        try await TestServer.run([.grantTypes("authorization_code")]) { server in
            let client = try await TestClient.register(
                server, metadata: ["grant_types": ["authorization_code"]])
            let tokens = try await client.tokens(["scope": "mcp offline_access"])
            #expect(tokens.refresh == nil)
            let answer = try await client.refresh("mrt_x")
            #expect(answer.status == 400)
            #expect(answer.error == "unsupported_grant_type")
            let metadata = try await server.get("/.well-known/oauth-authorization-server").json
            #expect(metadata["grant_types_supported"] == ["authorization_code"])
        }
    }

    @Test("a grant that the client did not register is unauthorized_client")
    func notRegistered() async throws {
        let onlyRefresh = ManifestEdit.replace(
            "    grant_types: [authorization_code, refresh_token]\n    application_type: native",
            with: "    grant_types: [refresh_token]\n    application_type: native")
        try await TestServer.run([onlyRefresh]) { server in
            let codeOnly = try await TestClient.register(
                server, metadata: ["grant_types": ["authorization_code"]])
            let refreshed = try await codeOnly.refresh("mrt_x")
            #expect(refreshed.status == 400)
            #expect(refreshed.error == "unauthorized_client")
            let redeemed = try await server.post(
                "/oauth/token",
                form: [
                    "grant_type": "authorization_code", "client_id": "demo-client", "code": "mac_x",
                    "code_verifier": TestClient.verifier,
                ])
            #expect(redeemed.status == 400)
            #expect(redeemed.error == "unauthorized_client")
        }
    }

    @Test("password, implicit and hybrid grants are refused and not advertised (RFC 9700 §2.1.2, §2.4)")
    func retiredGrants() async throws {
        try await TestServer.run { server in
            let metadata = try await server.get("/.well-known/oauth-authorization-server").json
            #expect(
                metadata["grant_types_supported"]
                    == ["authorization_code", "refresh_token", "client_credentials"])
            #expect(metadata["response_types_supported"] == ["code"])
            let client = try await TestClient.register(server)
            for type in ["token", "id_token", "code token", "code id_token token", "none"] {
                let answer = try await server.get(client.authorizePath(["response_type": type]))
                #expect(answer.redirect("error") == "unsupported_response_type", "\(type)")
                #expect(answer.redirect("access_token") == nil)
                #expect(answer.location?.contains("#") == false)
            }
        }
    }

    @Test("the token endpoint answers to POST alone: 405 with Allow, in JSON")
    func methods() async throws {
        try await TestServer.run { server in
            for method in ["GET", "PUT", "DELETE"] {
                let answer = try await server.send(method, "/oauth/token?grant_type=authorization_code")
                #expect(answer.status == 405)
                #expect(answer["allow"]?.contains("POST") == true)
                #expect(answer.json.object != nil)
            }
        }
    }

    @Test("a broken form is invalid_request")
    func brokenForm() async throws {
        try await TestServer.run { server in
            for body in ["grant_type=%", "grant_type=%zz", "grant_type=%ff%fe", "%c3=1"] {
                let answer = try await server.send(
                    "POST", "/oauth/token",
                    headers: [("Content-Type", "application/x-www-form-urlencoded")], body: body)
                #expect(answer.status == 400)
                #expect(answer.error == "invalid_request", "\(body)")
            }
        }
    }

    @Test("codes, tokens, secrets, verifiers and state are never in the log")
    func log() async throws {
        try await TestServer.run { server in
            let client = try await TestClient.register(server, method: "client_secret_basic")
            let state = "state-that-nobody-may-read"
            let code = try await client.code(["state": state])
            let wrong = String(repeating: "w", count: 43)
            _ = try await client.redeem(code, ["code_verifier": wrong])
            let first = try Tokens(await client.redeem(code))
            let second = try Tokens(await client.refresh(first.refresh ?? ""))
            _ = try await server.introspect(second.access)
            _ = try await server.post("/oauth/introspect?token=" + second.access, form: [:])
            _ = try await server.get("/oauth/token?code=\(code)&client_secret=\(client.secret ?? "")")
            _ = try await client.redeem(code)
            _ = try await client.refresh(second.refresh ?? "")
            _ = try await client.revoke(second.access)
            let log = server.log.text
            #expect(log.contains("/oauth/token"))
            let secrets = [
                code, first.access, first.refresh, second.access, second.refresh, client.secret, state,
                TestClient.verifier, wrong, "demo-resource-server-secret",
            ].compactMap(\.self)
            #expect(secrets.count == 10)
            for secret in secrets { #expect(!log.contains(secret)) }
            for secret in secrets.prefix(6) { #expect(!log.contains(secret.suffix(43))) }
        }
    }
}

/// `[A-Za-z0-9_-]`
func isNameByte(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "a")...UInt8(ascii: "z"),
        UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"), UInt8(ascii: "-"):
        true
    default: false
    }
}
