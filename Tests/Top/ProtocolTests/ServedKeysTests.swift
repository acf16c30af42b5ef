import Foundation
import JOSE
import JSON
import Support
import Testing
import WireText

@Suite("keys that clients serve (jwks_uri)")
struct ServedKeysTests {
    private static let uri: WireText = "https://app.example.com/jwks"

    private func registered(_ server: TestServer, _ signer: SigningKey = .generate(.es256)) async throws
        -> TestClient
    {
        try await TestClient.signing(server, signer: signer, metadata: ["jwks_uri": .string(Self.uri)])
    }

    @Test("are what it proves itself by, also when it has changed them")
    func rotated() async throws {
        let keys = ServedKeys()
        try await TestServer.run(clientKeys: keys) { server in
            let client = try await registered(server)
            let next = SigningKey.generate(.rs256)
            keys.serve([try #require(client.signer).publicKey], at: Self.uri)
            expectProven(try await client.prove(client.assertion()))
            expectUnproven(try await client.prove(client.assertion(by: next)))
            keys.serve([next.publicKey], at: Self.uri)
            expectProven(try await client.prove(client.assertion(by: next)))
            expectUnproven(try await client.prove(client.assertion()))
        }
    }

    @Test("that can't be had are an outage at every endpoint, and no proof that failed; nothing is spent")
    func away() async throws {
        let keys = ServedKeys()
        try await TestServer.run(clientKeys: keys) { server in
            let client = try await registered(server)
            let text = try client.assertion()
            for _ in 1...2 { expectOutage(try await client.prove(text)) }
            expectOutage(try await client.revoke("mrt_nothing"))
            keys.serve([try #require(client.signer).publicKey], at: Self.uri)
            expectProven(try await client.prove(text))
            let tokens = try await client.tokens()
            keys.fail(at: Self.uri)
            expectOutage(try await client.refresh(tokens.refresh ?? ""))
            keys.serve([try #require(client.signer).publicKey], at: Self.uri)
            _ = try Tokens(await client.refresh(tokens.refresh ?? ""))
        }
    }
}

@Suite("clients of the manifest that sign")
struct SigningManifestClientTests {
    private static let signer = SigningKey.generate(.edDSA)

    private static func client(_ line: String) -> ManifestEdit {
        .replace(
            "\nclients:\n",
            with: """

                clients:
                  - client_id: nightly-signer
                    token_endpoint_auth_method: private_key_jwt
                    grant_types: [client_credentials]
                    scopes: [mcp]
                    \(line)

                """)
    }

    private func asksForItself(_ server: TestServer) async throws {
        var client = TestClient(server: server, id: "nightly-signer", secret: nil, method: "private_key_jwt")
        client.signer = Self.signer
        let tokens = try Tokens(await client.token(["grant_type": "client_credentials"]))
        #expect(tokens.refresh == nil)
        #expect(try await server.introspect(tokens.access).json["sub"] == "nightly-signer")
        let bare = TestClient(server: server, id: "nightly-signer", secret: nil, method: "none")
        expectUnproven(try await bare.token(["grant_type": "client_credentials"]))
    }

    @Test("by the keys that stand there")
    func inline() async throws {
        let keys = String(
            decoding: JSONValue.object(JSONWebKeySet([Self.signer.publicKey]).json).serialized(),
            as: UTF8.self)
        try await TestServer.run([Self.client("jwks: \(keys)")]) { try await asksForItself($0) }
    }

    @Test("by the keys of a file")
    func file() async throws {
        let folder = try TestFolder(
            [Self.client("jwks_file: signer.json")], store: try await TestStore.section())
        defer { folder.remove() }
        let keys = JSONValue.object(JSONWebKeySet([Self.signer.publicKey]).json).serialized()
        try Data(keys).write(to: URL(fileURLWithPath: folder.path + "/signer.json"))
        let server = try await TestServer.start(folder)
        try await asksForItself(server)
        await server.stop()
    }

    @Test("by the keys that they serve")
    func served() async throws {
        let keys = ServedKeys()
        keys.serve([Self.signer.publicKey], at: "https://signer.example/keys.json")
        try await TestServer.run(
            [Self.client("jwks_uri: https://signer.example/keys.json")], clientKeys: keys
        ) {
            try await asksForItself($0)
        }
    }
}

@Suite("clients that may sign and need not (SEP-3149)")
struct OptionalKeyTests {
    private static let both: JSONValue = ["none", "private_key_jwt"]

    private func bare(_ client: TestClient) -> TestClient {
        TestClient(server: client.server, id: client.id, secret: nil, method: "none")
    }

    @Test("either will do, but a grant that was made with a key is never refreshed without one")
    func refresh() async throws {
        try await TestServer.run { server in
            let client = try await TestClient.signing(
                server, metadata: ["token_endpoint_auth_methods_supported": Self.both])
            let signed = try await client.tokens()
            let unsigned = try await bare(client).tokens()
            expectUnproven(try await bare(client).refresh(signed.refresh ?? ""))
            #expect(try await server.isActive(signed.access), "nothing is revoked by that")
            let second = try Tokens(await client.refresh(signed.refresh ?? ""))
            expectUnproven(try await bare(client).refresh(second.refresh ?? ""))
            let third = try Tokens(await bare(client).refresh(unsigned.refresh ?? ""))
            _ = try Tokens(await client.refresh(third.refresh ?? ""))
        }
    }

    @Test("where signatures are off it is registered without, and without the switch nothing tells of them")
    func off() async throws {
        let off = ManifestEdit.authenticationMethods("none, client_secret_basic, client_secret_post")
        try await TestServer.run([off]) { server in
            let client = try await TestClient.register(
                server, method: "private_key_jwt",
                metadata: [
                    "token_endpoint_auth_methods_supported": Self.both,
                    "jwks_uri": "https://app.example/jwks",
                ])
            _ = try await bare(client).tokens()
            let metadata = try await server.get("/.well-known/oauth-authorization-server")
            #expect(!metadata.text.contains("private_key_jwt") && !metadata.text.contains("signing_alg"))
        }
    }

    @Test("the metadata says how to sign exactly where signatures are taken, and none stays first")
    func metadata() async throws {
        try await TestServer.run { server in
            let json = try await server.get("/.well-known/oauth-authorization-server").json
            let methods: JSONValue = ["none", "client_secret_basic", "client_secret_post", "private_key_jwt"]
            let algorithms: JSONValue = ["ES256", "ES384", "RS256", "PS256", "EdDSA"]
            for endpoint in ["token", "revocation"] {
                #expect(json["\(endpoint)_endpoint_auth_methods_supported"] == methods)
                #expect(json["\(endpoint)_endpoint_auth_signing_alg_values_supported"] == algorithms)
            }
            #expect(json["introspection_endpoint_auth_signing_alg_values_supported"] == nil)
        }
    }
}
