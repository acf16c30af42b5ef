import Foundation
import JSON
import Testing
import WireText

@Suite("client authentication at the token endpoint")
struct ClientAuthenticationTests {
    @Test("an unknown client is 401 invalid_client, with a Basic challenge only when Basic was tried")
    func unknown() async throws {
        try await TestServer.run { server in
            let body = try await Attempt(server).form(["client_id": "nobody"])
            let secret = try await Attempt(server).form(["client_id": "nobody", "client_secret": "s"])
            let none = try await Attempt(server).form([:])
            for answer in [body, secret, none] {
                #expect(answer.status == 401)
                #expect(answer.error == "invalid_client")
                #expect(answer["www-authenticate"] == nil)
            }
            let header = try await Attempt(server).header(basic("nobody", "s"))
            #expect(header.status == 401)
            #expect(header.error == "invalid_client")
            #expect(header["www-authenticate"]?.hasPrefix("Basic realm=") == true)
        }
    }

    @Test(
        "a client authenticates with the method that it registered",
        arguments: ["none", "client_secret_basic", "client_secret_post"])
    func registered(method: String) async throws {
        try await TestServer.run { server in
            let client = try await TestClient.register(server, method: method)
            #expect((client.secret == nil) == (method == "none"))
            let tokens = try await client.tokens()
            #expect(try await server.isActive(tokens.access))
        }
    }

    @Test("a client registered for one method and using another is invalid_client (RFC 6749 §2.3)")
    func otherMethod() async throws {
        try await TestServer.run { server in
            let header = try await TestClient.register(server, method: "client_secret_basic")
            let post = try await TestClient.register(server, method: "client_secret_post")
            let wrong = [
                try await Attempt(server).form([
                    "client_id": header.id, "client_secret": header.secret ?? "",
                ]),
                try await Attempt(server).header(basic(post.id, post.secret ?? "")),
                try await Attempt(server).form(["client_id": header.id]),
                try await Attempt(server).form(["client_id": post.id]),
                try await Attempt(server).header(basic(header.id, "")),
                try await Attempt(server).form(["client_id": post.id, "client_secret": ""]),
            ]
            for answer in wrong {
                #expect(answer.status == 401)
                #expect(answer.error == "invalid_client")
            }
            #expect(
                wrong.map { $0["www-authenticate"] != nil } == [false, true, false, false, true, false])
        }
    }

    @Test("a wrong secret is invalid_client, and says no more than an unknown client does")
    func wrongSecret() async throws {
        try await TestServer.run { server in
            let header = try await TestClient.register(server, method: "client_secret_basic")
            let post = try await TestClient.register(server, method: "client_secret_post")
            let secret = header.secret ?? ""
            var bodies: Set<String> = []
            for wrong in [secret + "x", String(secret.dropLast()), secret.uppercased(), post.secret ?? ""] {
                let answer = try await Attempt(server).header(basic(header.id, wrong))
                #expect(answer.status == 401)
                bodies.insert(answer.text)
            }
            bodies.insert(try await Attempt(server).header(basic("nobody", secret)).text)
            let body = try await Attempt(server).form([
                "client_id": post.id, "client_secret": secret,
            ])
            bodies.insert(body.text)
            #expect(bodies.count == 1)
            #expect(body.error == "invalid_client")
        }
    }

    @Test("a public client that sends a secret is invalid_client, but an empty secret counts as none")
    func publicClient() async throws {
        try await TestServer.run { server in
            let client = try await TestClient.register(server)
            let wrong = [
                try await Attempt(server).form(["client_id": client.id, "client_secret": "guess"]),
                try await Attempt(server).header(basic(client.id, "guess")),
            ]
            for answer in wrong {
                #expect(answer.status == 401)
                #expect(answer.error == "invalid_client")
            }
            let right = [
                try await Attempt(server).form(["client_id": client.id]),
                try await Attempt(server).form(["client_id": client.id, "client_secret": ""]),
                try await Attempt(server).header(basic(client.id, "")),
                try await Attempt(server).header(basic(client.id, ""), ["client_id": client.id]),
                try await Attempt(server).header(
                    basic(client.id, ""), ["client_id": client.id, "client_secret": ""]),
            ]
            for answer in right { #expect(answer.error == "invalid_grant") }
        }
    }

    @Test("two methods at once are invalid_request, whether or not each is right (RFC 6749 §2.3)")
    func two() async throws {
        try await TestServer.run { server in
            let client = try await TestClient.register(server, method: "client_secret_basic")
            let secret = client.secret ?? ""
            let both = [
                try await Attempt(server).header(
                    basic(client.id, secret), ["client_id": client.id, "client_secret": secret]),
                try await Attempt(server).header(basic(client.id, secret), ["client_secret": secret]),
                try await Attempt(server).header(basic(client.id, "wrong"), ["client_secret": secret]),
                try await Attempt(server).header(basic(client.id, secret), ["client_id": "other"]),
            ]
            for answer in both {
                #expect(answer.status == 400)
                #expect(answer.error == "invalid_request")
            }
            let repeated = try await server.post(
                "/oauth/token", form: ["grant_type": "refresh_token", "refresh_token": "x"],
                headers: [
                    ("Authorization", basic(client.id, secret)), ("Authorization", basic("other", "x")),
                ])
            #expect(repeated.status == 400)
            let same = try await Attempt(server).header(basic(client.id, secret), ["client_id": client.id])
            #expect(same.error == "invalid_grant")
        }
    }

    @Test("the scheme may be written in any case (RFC 9110 §11.1)", arguments: ["basic", "BASIC", "bAsIc"])
    func scheme(scheme: String) async throws {
        try await TestServer.run { server in
            let client = try await TestClient.register(server, method: "client_secret_basic")
            let credentials = basic(client.id, client.secret ?? "").dropFirst("Basic".count)
            #expect(try await Attempt(server).header(scheme + credentials).error == "invalid_grant")
            let wrong = try await Attempt(server).header(scheme + basic(client.id, "x").dropFirst(5))
            #expect(wrong.status == 401)
            #expect(wrong["www-authenticate"] != nil)
        }
    }

    @Test("id and secret in the header are form-decoded (RFC 6749 §2.3.1)")
    func formDecoded() async throws {
        try await TestServer.run { server in
            let client = try await TestClient.register(server, method: "client_secret_basic")
            let encode: (String) -> String = { text in
                text.utf8.map { "%" + ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
            }
            let answer = try await Attempt(server).header(
                basic(encode(client.id), encode(client.secret ?? "")))
            #expect(answer.error == "invalid_grant")
        }
    }

    @Test(
        "a header that is not well-formed Basic is 401 invalid_client with a challenge",
        arguments: ["Basic", "Basic ", "Basic !!!", "Basic " + Data("nocolon".utf8).base64EncodedString()])
    func malformed(header: String) async throws {
        try await TestServer.run { server in
            let answer = try await Attempt(server).header(header, ["client_id": "demo-client"])
            #expect(answer.status == 401)
            #expect(answer.error == "invalid_client")
            #expect(answer["www-authenticate"]?.hasPrefix("Basic ") == true)
        }
    }

    @Test("a client that named no method is echoed client_secret_basic and may use basic or post")
    func unnamed() async throws {
        try await TestServer.run { server in
            let registration = try await server.post(
                "/oauth/register", json: #"{"redirect_uris":["http://127.0.0.1/cb"]}"#)
            #expect(registration.status == 201)
            #expect(registration.json["token_endpoint_auth_method"] == "client_secret_basic")
            let id = registration.json["client_id"]?.string?.shown ?? ""
            let secret = registration.json["client_secret"]?.string?.shown ?? ""
            let answers = [
                try await Attempt(server).header(basic(id, secret), grant: "authorization_code"),
                try await Attempt(server).form(
                    ["client_id": id, "client_secret": secret], grant: "authorization_code"),
            ]
            for answer in answers { #expect(answer.error == "invalid_grant") }
            let wrong = [
                try await Attempt(server).form(["client_id": id]),
                try await Attempt(server).form(["client_id": id, "client_secret": "wrong"]),
                try await Attempt(server).header(basic(id, "wrong")),
                try await Attempt(server).form(["client_id": id, "client_secret": ""]),
                try await Attempt(server).header(basic(id, "")),
                try await Attempt(server).header(basic(id, ""), ["client_id": id, "client_secret": ""]),
            ]
            for answer in wrong {
                #expect(answer.status == 401)
                #expect(answer.error == "invalid_client")
            }
        }
    }

    @Test("ids and secrets are made of [A-Za-z0-9_-]; a secret is mcs_ and 256 bits")
    func alphabet() async throws {
        try await TestServer.run { server in
            let client = try await TestClient.register(server, method: "client_secret_post")
            let other = try await TestClient.register(server, method: "client_secret_post")
            let secret = try #require(client.secret)
            #expect(client.id.utf8.allSatisfy(isNameByte))
            #expect(secret.utf8.allSatisfy(isNameByte))
            #expect(secret.hasPrefix("mcs_"))
            #expect(secret.count == 47)
            #expect(secret != other.secret)
            #expect(client.id != other.id)
        }
    }

    @Test("a confidential client of the manifest authenticates as the manifest says")
    func declared() async throws {
        let secret = "a-declared-secret-of-a-test-client"
        let declared = ManifestEdit.replace(
            "    token_endpoint_auth_method: none\n",
            with: "    token_endpoint_auth_method: client_secret_post\n    secret: \(secret)\n")
        try await TestServer.run([declared]) { server in
            let right = try await Attempt(server).form([
                "client_id": "demo-client", "client_secret": secret,
            ])
            #expect(right.error == "invalid_grant")
            let wrong = [
                try await Attempt(server).header(basic("demo-client", secret)),
                try await Attempt(server).form(["client_id": "demo-client"]),
                try await Attempt(server).form(["client_id": "demo-client", "client_secret": secret + "x"]),
                try await Attempt(server).form(["client_id": "demo-client", "client_secret": ""]),
            ]
            for answer in wrong { #expect(answer.error == "invalid_client") }
        }
    }
}

/// A token request that can't succeed: `invalid_grant` says that its client was authenticated.
private struct Attempt {
    let server: TestServer

    init(_ server: TestServer) {
        self.server = server
    }

    func form(
        _ credentials: [String: String], grant: String = "refresh_token", headers: [(String, String)] = []
    ) async throws -> Response {
        let fields = credentials.merging([
            "grant_type": grant, "refresh_token": "mrt_x", "code": "mac_x",
            "code_verifier": TestClient.verifier,
        ]) { first, _ in first }
        return try await server.send(
            "POST", "/oauth/token",
            headers: [("Content-Type", "application/x-www-form-urlencoded")] + headers,
            body: fields.map { $0.key + "=" + percentEncode($0.value) }.joined(separator: "&"))
    }

    func header(
        _ authorization: String, _ fields: [String: String] = [:], grant: String = "refresh_token"
    ) async throws -> Response {
        try await form(fields, grant: grant, headers: [("Authorization", authorization)])
    }
}
