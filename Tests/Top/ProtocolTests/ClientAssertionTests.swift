import Cryptography
import Foundation
import JOSE
import JSON
import OAuthModel
import Support
import Testing
import WireText

@Suite("clients that sign who they are (private_key_jwt, RFC 7523)")
struct ClientAssertionTests {
    @Test("tokens, refresh and revocation, by each algorithm", arguments: SignatureAlgorithm.allCases)
    func wholeFlow(_ algorithm: SignatureAlgorithm) async throws {
        try await TestServer.run { server in
            let client = try await TestClient.signing(server, algorithm)
            #expect(client.secret == nil)
            let first = try await client.tokens()
            let second = try Tokens(await client.refresh(first.refresh ?? ""))
            #expect(try await server.introspect(second.access).json["client_id"] == .string(client.id))
            #expect(try await client.revoke(second.refresh ?? "").status == 200)
            #expect(try await !server.isActive(second.access))
        }
    }

    @Test("the registration is answered with what was kept, keys included")
    func registration() async throws {
        try await TestServer.run { server in
            let keys = JSONValue.object(JSONWebKeySet([SigningKey.generate(.es256).publicKey]).json)
            let document: JSONValue = [
                "redirect_uris": ["https://app.example/cb"], "token_endpoint_auth_method": "private_key_jwt",
                "jwks": keys,
            ]
            let answer = try await server.post(
                "/oauth/register", json: String(decoding: document.serialized(), as: UTF8.self))
            #expect(answer.status == 201)
            #expect(answer.json["jwks"] == keys)
            #expect(answer.json["token_endpoint_auth_method"] == "private_key_jwt")
            #expect(answer.json["client_secret"] == nil)
        }
    }

    @Test("client_id may be there or not, and then it is the one that signed")
    func clientID() async throws {
        try await TestServer.run { server in
            let client = try await TestClient.signing(server)
            let other = try await TestClient.signing(server)
            expectProven(try await client.prove(client.assertion()))
            expectProven(try await client.prove(client.assertion(), ["client_id": client.id]))
            expectUnproven(try await client.prove(client.assertion(), ["client_id": other.id]))
            expectUnproven(try await client.prove(client.assertion(), ["client_id": "demo-client"]))
            for claims: KeyValuePairs<String, JSONValue?> in [
                ["iss": .string(other.id)], ["sub": .string(other.id)], ["iss": nil], ["sub": nil],
                ["sub": 7],
                ["sub": ""], ["iss": .string(server.issuer)], ["iss": ["a"]],
                ["iss": .string(other.id), "sub": .string(other.id)],
                ["iss": "demo-client", "sub": "demo-client"], ["iss": "nobody", "sub": "nobody"],
            ] {
                expectUnproven(try await client.prove(client.assertion(claims)), "\(claims)")
            }
        }
    }

    @Test("the audience is this server and nothing else, letter for letter")
    func audience() async throws {
        try await TestServer.run { server in
            let client = try await TestClient.signing(server)
            let (issuer, endpoint) = (server.issuer, server.issuer + "/oauth/token")
            for audience: JSONValue in [
                .string(issuer), [.string(issuer)], .string(endpoint), [.string(endpoint)],
            ] {
                expectProven(try await client.prove(client.assertion(["aud": audience])), "\(audience)")
            }
            for audience: JSONValue? in [
                nil, "", [], 7, [7], .object(JSONObject()), "https://other.example",
                [.string(issuer), .string(endpoint)], [.string(issuer), "https://other.example"],
                [.string(issuer), .string(issuer)], [.string(issuer), 7], .string(issuer + "/"),
                .string(issuer.uppercased()), .string(endpoint + "/"), .string(issuer + "/token"),
                .string(issuer + "/oauth/revoke"), .string(issuer + " "), .string("\(issuer) \(endpoint)"),
            ] {
                expectUnproven(
                    try await client.prove(client.assertion(["aud": audience])),
                    "\(audience.map { "\($0)" } ?? "none")")
            }
        }
    }

    @Test("with a switch of the manifest the audience is the issuer alone (rfc7523bis)")
    func issuerAlone() async throws {
        let edit = ManifestEdit.replace(
            "\n# token_endpoint_as_audience: false\n", with: "\ntoken_endpoint_as_audience: false\n")
        try await TestServer.run([edit]) { server in
            let client = try await TestClient.signing(server)
            expectProven(try await client.prove(client.assertion()))
            expectUnproven(
                try await client.prove(client.assertion(["aud": .string(server.issuer + "/oauth/token")])))
        }
    }

    @Test("it ends, within an hour, and began no more than 30 seconds from now")
    func times() async throws {
        try await TestServer.run { server in
            let client = try await TestClient.signing(server)
            let now = server.clock.now.seconds
            for claims: KeyValuePairs<String, JSONValue?> in [
                ["exp": .integer(now + 1)], ["exp": .integer(now + 3600)],
                ["exp": .number(Double(now) + 0.5)],
                ["iat": nil], ["iat": .integer(now + 30)], ["nbf": .integer(now + 30)],
                ["iat": .integer(now - 100_000)], ["nbf": .integer(now - 1)],
                ["iat": .number(Double(now) + 29.5)],
            ] {
                expectProven(try await client.prove(client.assertion(claims)), "\(claims)")
            }
            for claims: KeyValuePairs<String, JSONValue?> in [
                ["exp": nil], ["exp": .integer(now)], ["exp": .integer(now - 1)],
                ["exp": .integer(now + 3601)],
                ["exp": .string("\(now + 60)")], ["exp": .number(1e300)], ["exp": .integer(.max)],
                ["exp": .integer(.min)], ["exp": .number(Double(now) + 3600.5)], ["exp": true],
                ["iat": .integer(now + 31)], ["iat": "now"], ["nbf": .integer(now + 31)], ["nbf": .null],
            ] {
                expectUnproven(try await client.prove(client.assertion(claims)), "\(claims)")
            }
        }
    }

    @Test(
        "typ is absent, JWT or client-authentication+jwt: a token for something else is none (RFC 8725 §3.11)"
    )
    func types() async throws {
        try await TestServer.run { server in
            let client = try await TestClient.signing(server)
            for type in [nil, "JWT", "jwt", "client-authentication+jwt", "Client-Authentication+JWT"] {
                expectProven(try await client.prove(client.assertion(type: type)), "\(type ?? "none")")
            }
            for type in ["at+jwt", "dpop+jwt", "oauth-id-jag+jwt", "JOSE", "", "application/jwt", "JWT "] {
                expectUnproven(try await client.prove(client.assertion(type: type)), "\(type)")
            }
        }
    }

    @Test("no signature is no proof: none, a MAC with what is public, DER, an edited text, claims twice")
    func forged() async throws {
        try await TestServer.run { server in
            let client = try await TestClient.signing(server)
            let signer = try #require(client.signer)
            func text(_ header: String, _ payload: [UInt8], _ sign: ([UInt8]) throws -> [UInt8]) rethrows
                -> String
            {
                let signed = Base64URL.encode(Array(header.utf8)) + "." + Base64URL.encode(payload)
                return signed + "." + Base64URL.encode(try sign(Array(signed.utf8)))
            }
            func payload() -> [UInt8] { JSONValue.object(client.claims()).serialized() }
            let known = JSONValue.object(signer.publicKey.json).serialized()
            for name in ["none", "None", "NONE", ""] {
                expectUnproven(
                    try await client.prove(text(#"{"alg":"\#(name)"}"#, payload()) { _ in [] }), "\(name)")
            }
            for secret in [known, JSONValue.object(JSONWebKeySet([signer.publicKey]).json).serialized(), []] {
                let forged = text(#"{"alg":"HS256","kid":"\#(signer.id)"}"#, payload()) {
                    HMACSHA256(key: secret).authenticate($0)
                }
                expectUnproven(try await client.prove(forged))
            }
            let sound = try client.assertion()
            let parts = sound.split(separator: ".").map(String.init)
            let raw = try #require(Base64URL.decode(parts[2]))
            let der: [UInt8] = [0x30, 70, 2, 33, 0] + raw.prefix(32) + [2, 33, 0] + raw.suffix(32)
            let other = try client.assertion().split(separator: ".").map(String.init)
            for forged in [
                "\(parts[0]).\(parts[1]).\(Base64URL.encode(der))", "\(parts[0]).\(parts[1]).",
                "\(parts[0]).\(parts[1])", "\(parts[0]).\(other[1]).\(parts[2])", "x", "..", sound + "=",
                sound + ".", String(repeating: "a", count: 20_000),
            ] {
                expectUnproven(try await client.prove(forged))
            }
            for broken in [#"{"sub":"a","#, "[]", #""text""#] {
                expectUnproven(try await client.prove(signer.sign(Array(broken.utf8))))
            }
            let twice = String(decoding: payload(), as: UTF8.self).dropLast() + #","sub":"\#(client.id)"}"#
            expectUnproven(try await client.prove(signer.sign(Array(twice.utf8))))
            for member in [#""crit":["exp"],"exp":1"#, #""b64":false"#, #""alg":"ES256""#] {
                guard case .ec(let key) = signer.key else { return }
                let signed = try text(#"{"alg":"ES256",\#(member)}"#, payload()) { try key.sign($0) }
                expectUnproven(try await client.prove(signed), "\(member)")
            }
            expectProven(try await client.prove(sound), "it was not spent by any of these")
        }
    }

    @Test("the key is one of the client's, and the algorithm is the key's")
    func keys() async throws {
        try await TestServer.run { server in
            let client = try await TestClient.signing(server)
            let other = try await TestClient.signing(server)
            expectUnproven(try await client.prove(client.assertion(by: other.signer)), "of another client")
            expectUnproven(try await client.prove(client.assertion(by: .generate(.es256))), "of nobody")
            expectUnproven(try await client.prove(client.assertion(by: .generate(.rs256))), "of another kind")
            let rsa = SigningKey.generate(.rs256)
            let one = try await TestClient.signing(server, signer: rsa)
            expectProven(try await one.prove(one.assertion()))
            expectUnproven(
                try await one.prove(one.assertion(by: SigningKey(rsa.key, for: .ps256))),
                "the key says which algorithm it is for")
            let open = try #require(JSONWebKey(rsa.key.publicKey))
            let any = try await TestClient.signing(
                server, signer: rsa, keys: .object(JSONObject(["keys": [.object(open.json)]])))
            expectUnproven(try await any.prove(any.assertion()), "a kid that no key has")
            expectProven(try await any.prove(try any.nameless(rsa.key, .rs256)))
            expectProven(try await any.prove(try any.nameless(rsa.key, .ps256)), "this one doesn't say")
        }
    }

    @Test("without kid four keys of the fitting kind are tried, and no more")
    func tried() async throws {
        try await TestServer.run { server in
            let signers = (0..<6).map { _ in SigningKey.generate(.es256) }
            let all = [SigningKey.generate(.rs256)] + signers
            let client = try await TestClient.signing(
                server, keys: .object(JSONWebKeySet(all.map(\.publicKey)).json))
            for (index, signer) in signers.enumerated() {
                let answer = try await client.prove(try client.nameless(signer.key, .es256))
                if index < 4 { expectProven(answer, "\(index)") } else { expectUnproven(answer, "\(index)") }
                expectProven(try await client.prove(client.assertion(by: signer)), "by its kid")
            }
        }
    }

    @Test("who proves it in two ways at once, or halfway, is told so: invalid_request")
    func malformed() async throws {
        try await TestServer.run { server in
            let client = try await TestClient.signing(server)
            let answers = [
                try await client.prove(client.assertion(), ["client_secret": "something"]),
                try await client.prove(
                    client.assertion(), headers: [("Authorization", basic(client.id, "something"))]),
                try await client.prove(
                    client.assertion(), headers: [("Authorization", basic(client.id, ""))]),
                try await client.prove(client.assertion(), ["client_assertion_type": ""]),
                try await client.prove(client.assertion(), ["client_assertion": ""]),
                try await client.prove(
                    client.assertion(),
                    ["client_assertion_type": "urn:ietf:params:oauth:client-assertion-type:saml2-bearer"]),
                try await server.post(
                    "/oauth/token",
                    form: [
                        "grant_type": "refresh_token", "refresh_token": "x",
                        "client_assertion_type": TestClient.assertionType,
                        "client_assertion": client.assertion(), "client_assertion": client.assertion(),
                    ]),
            ]
            for answer in answers {
                #expect(answer.status == 400)
                #expect(answer.error == "invalid_request")
            }
            expectProven(
                try await client.prove(client.assertion(), ["client_secret": ""]), "an empty secret is none")
        }
    }

    @Test("a method is used by who is registered for it, and no other")
    func otherMethods() async throws {
        try await TestServer.run { server in
            let client = try await TestClient.signing(server)
            let open = try await TestClient.register(server)
            let secret = try await TestClient.register(server, method: "client_secret_basic")
            for id in [open.id, secret.id] {
                let claims: KeyValuePairs<String, JSONValue?> = ["iss": .string(id), "sub": .string(id)]
                expectUnproven(try await client.prove(client.assertion(claims)))
            }
            let bare = TestClient(server: server, id: client.id, secret: nil, method: "none")
            expectUnproven(try await bare.redeem("mac_nothing"))
            let guess = TestClient(
                server: server, id: client.id, secret: "guess", method: "client_secret_post")
            expectUnproven(try await guess.redeem("mac_nothing"))
            let introspection = try await server.post(
                "/oauth/introspect",
                form: [
                    "token": "x", "client_assertion_type": TestClient.assertionType,
                    "client_assertion": client.assertion(),
                ])
            #expect(introspection.status == 401)
        }
    }
}

extension TestClient {
    /// Signed without saying by which key.
    fileprivate func nameless(_ key: PrivateKey, _ algorithm: SignatureAlgorithm) throws -> String {
        let header = Base64URL.encode(Array(#"{"alg":"\#(algorithm.rawValue)"}"#.utf8))
        let signed = header + "." + Base64URL.encode(JSONValue.object(claims()).serialized())
        let bytes = Array(signed.utf8)
        let signature =
            switch key {
            case .ec(let key): try key.sign(bytes)
            case .rsa(let key): try key.sign(bytes, algorithm == .ps256 ? .pss : .pkcs1)
            case .ed25519(let key): try key.sign(bytes)
            }
        return signed + "." + Base64URL.encode(signature)
    }
}
