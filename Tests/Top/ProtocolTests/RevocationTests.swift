import Testing

@Suite("revocation")
struct RevocationTests {
    @Test("revoking a refresh token ends its grant and every access token of it (RFC 7009 §2.1)")
    func refreshToken() async throws {
        try await TestServer.run { server in
            let client = try await TestClient.register(server)
            let other = try await client.tokens()
            let first = try await client.tokens()
            let second = try Tokens(await client.refresh(first.refresh ?? ""))
            let answer = try await client.revoke(second.refresh ?? "")
            #expect(answer.status == 200)
            #expect(answer.body.isEmpty)
            #expect(answer["cache-control"] == "no-store")
            #expect(try await !server.isActive(second.access))
            expectInvalidGrant(try await client.refresh(second.refresh ?? ""))
            expectInvalidGrant(try await client.refresh(first.refresh ?? ""))
            #expect(try await server.isActive(other.access))
        }
    }

    @Test("revoking a refresh token that is already spent ends the grant, too")
    func spentRefreshToken() async throws {
        try await TestServer.run { server in
            let client = try await TestClient.register(server)
            let first = try await client.tokens()
            let second = try Tokens(await client.refresh(first.refresh ?? ""))
            #expect(try await client.revoke(first.refresh ?? "").status == 200)
            #expect(try await !server.isActive(second.access))
            expectInvalidGrant(try await client.refresh(second.refresh ?? ""))
        }
    }

    @Test("revoking an access token ends that one alone")
    func accessToken() async throws {
        try await TestServer.run { server in
            let client = try await TestClient.register(server)
            let tokens = try await client.tokens()
            #expect(try await client.revoke(tokens.access).status == 200)
            #expect(try await !server.isActive(tokens.access))
            let next = try Tokens(await client.refresh(tokens.refresh ?? ""))
            #expect(try await server.isActive(next.access))
        }
    }

    @Test(
        "the hint may be wrong or unknown (RFC 7009 §2.1)",
        arguments: ["access_token", "refresh_token", "id_token", "nonsense", ""])
    func hint(hint: String) async throws {
        try await TestServer.run { server in
            let client = try await TestClient.register(server)
            let one = try await client.tokens()
            #expect(try await client.revoke(one.refresh ?? "", hint: hint).status == 200)
            #expect(try await !server.isActive(one.access))
            let two = try await client.tokens()
            #expect(try await client.revoke(two.access, hint: hint).status == 200)
            #expect(try await !server.isActive(two.access))
            #expect(try await client.refresh(two.refresh ?? "").status == 200)
        }
    }

    @Test(
        "a token that is not known is 200, without effect (RFC 7009 §2.2)",
        arguments: ["x", "mat_x", "mrt_" + String(repeating: "A", count: 59), "mcs_x", "ü", "\u{0}"])
    func unknown(token: String) async throws {
        try await TestServer.run { server in
            let client = try await TestClient.register(server)
            let tokens = try await client.tokens()
            let answer = try await client.revoke(token)
            #expect(answer.status == 200)
            #expect(answer.body.isEmpty)
            #expect(try await server.isActive(tokens.access))
        }
    }

    @Test("a token is revoked twice without harm")
    func twice() async throws {
        try await TestServer.run { server in
            let client = try await TestClient.register(server)
            let tokens = try await client.tokens()
            for _ in 0..<2 {
                #expect(try await client.revoke(tokens.access).status == 200)
            }
            for _ in 0..<2 {
                #expect(try await client.revoke(tokens.refresh ?? "").status == 200)
            }
        }
    }

    @Test("another client's token is 200, without effect, and looks like an unknown one")
    func foreignClient() async throws {
        try await TestServer.run { server in
            let client = try await TestClient.register(server)
            let tokens = try await client.tokens()
            for thief in [
                try await TestClient.register(server),
                try await TestClient.register(server, method: "client_secret_basic"),
            ] {
                let unknown = try await thief.revoke("mrt_x")
                for token in [tokens.refresh ?? "", tokens.access] {
                    let answer = try await thief.revoke(token)
                    #expect(answer.status == unknown.status)
                    #expect(answer.body == unknown.body)
                }
            }
            #expect(try await server.isActive(tokens.access))
            #expect(try await client.refresh(tokens.refresh ?? "").status == 200)
        }
    }

    @Test("who does not authenticate as registered is 401, and nothing is revoked")
    func unauthenticated() async throws {
        try await TestServer.run { server in
            let client = try await TestClient.register(server, method: "client_secret_basic")
            let tokens = try await client.tokens()
            let refresh = tokens.refresh ?? ""
            let answers = [
                try await server.post("/oauth/revoke", form: ["token": refresh]),
                try await server.post("/oauth/revoke", form: ["token": refresh, "client_id": client.id]),
                try await server.post("/oauth/revoke", form: ["token": refresh, "client_id": "nobody"]),
                try await server.post(
                    "/oauth/revoke",
                    form: [
                        "token": refresh, "client_id": client.id, "client_secret": client.secret ?? "",
                    ]),
                try await server.post(
                    "/oauth/revoke", form: ["token": refresh],
                    headers: [("Authorization", basic(client.id, "wrong"))]),
            ]
            for answer in answers {
                #expect(answer.status == 401)
                #expect(answer.error == "invalid_client")
                #expect(answer["cache-control"] == "no-store")
            }
            #expect(answers.map { $0["www-authenticate"] != nil } == [false, false, false, false, true])
            #expect(try await server.isActive(tokens.access))
            #expect(try await client.refresh(refresh).status == 200)
        }
    }

    @Test("a request without token is invalid_request, also with one in the query")
    func missingToken() async throws {
        try await TestServer.run { server in
            let client = try await TestClient.register(server)
            let tokens = try await client.tokens()
            for path in ["/oauth/revoke", "/oauth/revoke?token=" + (tokens.refresh ?? "")] {
                let answer = try await server.post(path, form: ["client_id": client.id])
                #expect(answer.status == 400)
                #expect(answer.error == "invalid_request")
            }
            let repeated = try await server.post(
                "/oauth/revoke", form: ["client_id": client.id, "token": tokens.access, "token": "x"])
            #expect(repeated.status == 400)
            #expect(repeated.error == "invalid_request")
            #expect(try await server.isActive(tokens.access))
        }
    }

    @Test("another media type is 400 invalid_request; a charset is accepted")
    func mediaType() async throws {
        try await TestServer.run { server in
            let client = try await TestClient.register(server)
            let access = try await client.tokens().access
            let body = "token=\(access)&client_id=\(client.id)"
            let wrong = try await server.send(
                "POST", "/oauth/revoke", headers: [("Content-Type", "text/plain")], body: body)
            #expect(wrong.status == 400)
            #expect(wrong.error == "invalid_request")
            #expect(try await server.isActive(access))
            let right = try await server.send(
                "POST", "/oauth/revoke",
                headers: [("Content-Type", "application/x-www-form-urlencoded;charset=UTF-8")], body: body)
            #expect(right.status == 200)
            #expect(try await !server.isActive(access))
        }
    }

    @Test("a code is no token: revoking it has no effect")
    func code() async throws {
        try await TestServer.run { server in
            let client = try await TestClient.register(server)
            let code = try await client.code()
            #expect(try await client.revoke(code).status == 200)
            #expect(try await client.redeem(code).status == 200)
        }
    }
}
