import JOSE
import JSON
import Shelf
import Support
import Testing
import Web
import WireText

@Suite("clients that are known by a document and sign (private_key_jwt, SEP-3149)")
struct SigningDocumentTests {
    private static let keysURL = "https://chatgpt.com/oauth/jwks.json"

    private func client(
        _ server: TestServer, _ signer: SigningKey, methods: JSONValue, keys: (String, JSONValue)
    ) -> TestClient {
        var client = TestClient.documented(
            server, freshness: .seconds(86_400),
            metadata: [
                "token_endpoint_auth_method": "private_key_jwt",
                "token_endpoint_auth_methods_supported": methods,
                keys.0: keys.1,
            ])
        client.signer = signer
        return client
    }

    private func keys(_ signers: SigningKey...) -> JSONValue {
        .object(JSONWebKeySet(signers.map(\.publicKey)).json)
    }

    @Test("as ChatGPT does: a key that it serves, the token endpoint as audience, code and refresh")
    func servedKeys() async throws {
        try await TestServer.run { server in
            let signer = SigningKey.generate(.rs256)
            let client = client(
                server, signer, methods: ["none", "private_key_jwt"],
                keys: ("jwks_uri", .string(Self.keysURL)))
            server.documents.put(JSONWebKeySet([signer.publicKey]).json, at: Self.keysURL)
            func assertion() throws -> String {
                try client.assertion(["aud": .string(server.issuer + "/oauth/token")])
            }
            let form: [String: String?] = ["client_assertion_type": TestClient.assertionType]
            let code = try await client.code()
            let tokens = try Tokens(
                await client.redeem(code, form.merging(["client_assertion": try assertion()]) { $1 }))
            let refreshed = try Tokens(
                await client.refresh(
                    try #require(tokens.refresh), form.merging(["client_assertion": try assertion()]) { $1 }))
            #expect(try await server.isActive(refreshed.access))
            let unsigned = try await client.refresh(try #require(refreshed.refresh))
            #expect(unsigned.status != 200, "a grant that was made with a key is not refreshed without one")
        }
    }

    @Test(
        "a key that the copy of the document lacks is looked up in the document anew, before anybody is refused"
    )
    func rotated() async throws {
        try await TestServer.run { server in
            let (first, next) = (SigningKey.generate(.es256), SigningKey.generate(.es256))
            let client = client(server, first, methods: ["private_key_jwt"], keys: ("jwks", keys(first)))
            expectProven(try await client.prove(client.assertion()))
            _ = self.client(server, next, methods: ["private_key_jwt"], keys: ("jwks", keys(next)))
            expectProven(try await client.prove(client.assertion(by: next)))
            #expect(server.documents.fetched.count == 2)
            expectUnproven(try await client.prove(client.assertion(by: first)))
            #expect(server.documents.fetched.count == 2, "once a minute")
        }
    }

    @Test("keys that can't be had are an outage, and so is a document that may have others by now")
    func away() async throws {
        try await TestServer.run { server in
            let signer = SigningKey.generate(.es256)
            let served = client(
                server, signer, methods: ["private_key_jwt"], keys: ("jwks_uri", .string(Self.keysURL)))
            expectOutage(try await served.prove(served.assertion()))
            server.clock.advance(by: .seconds(86_000))
            server.documents.fail(served.id, .status(500))
            // Soon after, when the document is not asked for again, it is still not the client's fault.
            for _ in 0..<2 {
                expectOutage(try await served.prove(served.assertion(by: .generate(.es256))))
            }
        }
    }

    @Test("a document whose method needs keys has some, public ones, from where keys are fetched")
    func malformed() async throws {
        try await TestServer.run { server in
            for keys: (String, JSONValue) in [
                ("jwks", ["keys": []]), ("jwks_uri", "http://app.example/jwks"), ("jwks_uri", 1), ("x", 1),
            ] {
                let client = client(server, .generate(.es256), methods: ["private_key_jwt"], keys: keys)
                expectPage(try await client.authorize())
            }
        }
    }
}
