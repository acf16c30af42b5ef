import JOSE
import JSON
import OAuthCore
import OAuthModel
import Support
import Testing
import WireText

/// How a client says who it is, and how the parameters of a request can't be read.
let clientCases: [DecisionCase] = [
    DecisionCase(ClientReason.clientUnnamed) { server in
        try await server.ask(["grant_type": "authorization_code"])
        return .nobody
    },
    DecisionCase(ClientReason.clientUnknown) { server in
        try await server.ask(["client_id": "nobody-here"])
        return .client("nobody-here")
    },
    DecisionCase(ClientReason.clientIDMalformed) { server in
        try await server.ask(["client_id": "ünknown"])
        return .nobody
    },
    DecisionCase(ClientReason.secretMissing) { server in
        let client = try await TestClient.register(server, method: "client_secret_basic")
        try await server.ask(["client_id": client.id])
        return .client(client.id)
    },
    DecisionCase(ClientReason.secretUnexpected) { server in
        let client = try await TestClient.register(server)
        try await server.ask(["client_id": client.id, "client_secret": "something"])
        return .client(client.id)
    },
    DecisionCase(ClientReason.secretWrong) { server in
        let client = try await TestClient.register(server, method: "client_secret_basic")
        try await server.ask([:], [("Authorization", basic(client.id, "something"))])
        return .client(client.id)
    },
    DecisionCase(ClientReason.otherMethod) { server in
        let client = try await TestClient.register(server, method: "client_secret_post")
        try await server.ask([:], [("Authorization", basic(client.id, client.secret ?? ""))])
        return .client(client.id)
    },
    DecisionCase(ClientReason.assertionMissing) { server in
        let client = try await TestClient.signing(server)
        try await server.ask(["client_id": client.id])
        return .client(client.id)
    },
    DecisionCase(ClientReason.assertionUnread) { server in
        try await server.ask(["client_assertion": "a.b.c"])
        return .nobody
    },
    unsigned(.assertionMalformed) { _ in "a.b" },
    unsigned(.assertionAlgorithm) { _ in
        [#"{"alg":"none"}"#, "{}", ""].map { Base64URL.encode(Array($0.utf8)) }.joined(separator: ".")
    },
    unsigned(.assertionType) { try $0.assertion(type: "at+jwt") },
    unsigned(.assertionClaims) { try $0.signer?.sign(Array("[]".utf8)) ?? "" },
    unsigned(.assertionSubject) { try $0.assertion(["sub": nil]) },
    signed(.assertionIssuer) { try $0.assertion(["iss": "another"]) },
    signed(.assertionOtherClient, ["client_id": "another"]) { try $0.assertion() },
    signed(.assertionAudience) { try $0.assertion(["aud": "https://other.example"]) },
    signed(.assertionEndless) { try $0.assertion(["exp": nil]) },
    signed(.assertionExpired) { try $0.assertion(["exp": .integer($0.server.clock.now.seconds)]) },
    signed(.assertionTooLong) { try $0.assertion(["exp": .integer($0.server.clock.now.seconds + 3601)]) },
    signed(.assertionEarly) { try $0.assertion(["nbf": .integer($0.server.clock.now.seconds + 31)]) },
    signed(.assertionNameless) { try $0.assertion(["jti": nil]) },
    signed(.assertionKey) { try $0.assertion(by: .generate(.es256)) },
    signed(.assertionSignature) { String(try $0.assertion().dropLast(8)) + "AAAAAAAA" },
    DecisionCase(ClientReason.assertionReplayed) { server in
        let client = try await TestClient.signing(server)
        let text = try client.assertion()
        _ = try await client.prove(text)
        _ = try await client.prove(text)
        return .client(client.id)
    },
    DecisionCase(ClientReason.keysAway) { server in
        let client = try await TestClient.signing(server, metadata: ["jwks_uri": "https://app.example/jwks"])
        _ = try await client.prove(client.assertion())
        return .client(client.id)
    },
    DecisionCase(ClientReason.keyLeftOut) { server in
        let client = try await TestClient.signing(
            server, metadata: ["token_endpoint_auth_methods_supported": ["none"]])
        let tokens = try await client.tokens()
        _ = try await TestClient(server: server, id: client.id, secret: nil, method: "none")
            .refresh(tokens.refresh ?? "")
        return .login(client.id)
    },
    DecisionCase(ClientReason.repeatedHeader) { server in
        let line = ("Authorization", basic("a", "b"))
        try await server.ask([:], [line, line])
        return .nobody
    },
    DecisionCase(ClientReason.twoMethods) { server in
        try await server.ask(["client_secret": "b"], [("Authorization", basic("a", "b"))])
        return .nobody
    },
    DecisionCase(ClientReason.otherClientID) { server in
        try await server.ask(["client_id": "c"], [("Authorization", basic("a", "b"))])
        return .nobody
    },
    DecisionCase(ClientReason.malformedBasic) { server in
        try await server.ask([:], [("Authorization", "Basic !!!")])
        return .nobody
    },
    DecisionCase(FormReason.mediaType) { server in
        _ = try await server.post("/oauth/token", json: "{}")
        return .nobody
    },
    DecisionCase(FormReason.malformedForm) { server in
        _ = try await server.send(
            "POST", "/oauth/token", headers: [("Content-Type", "application/x-www-form-urlencoded")],
            body: "grant_type=%zz")
        return .nobody
    },
    DecisionCase(FormReason.repeatedParameter) { server in
        try await server.ask(["client_id": "demo-client", "code": "a", "code": "b"])
        return .client("demo-client")
    },
    DecisionCase(FormReason.tokenMissing) { server in
        _ = try await server.post("/oauth/revoke", form: ["client_id": "demo-client"])
        return .client("demo-client")
    },
]

/// What a client with a key sends in the place of a proof, which says whom it is from.
private func signed(
    _ reason: ClientReason, _ form: KeyValuePairs<String, String> = [:],
    _ text: @escaping @Sendable (TestClient) throws -> String
) -> DecisionCase {
    DecisionCase(reason) { server in
        let client = try await TestClient.signing(server)
        _ = try await client.prove(try text(client), form)
        return .client(client.id)
    }
}

/// The same of what says nothing of that.
private func unsigned(
    _ reason: ClientReason, _ text: @escaping @Sendable (TestClient) throws -> String
) -> DecisionCase {
    DecisionCase(reason) { server in
        let client = try await TestClient.signing(server)
        _ = try await client.prove(try text(client))
        return .nobody
    }
}

extension TestServer {
    fileprivate func ask(
        _ form: KeyValuePairs<String, String>, _ headers: [(String, String)] = []
    ) async throws {
        _ = try await post("/oauth/token", form: form, headers: headers)
    }
}

@Suite("decisions: who can't say or prove who it is, is told of by the name that it gives")
struct ClientDecisionTests {
    @Test(arguments: clientCases)
    func told(_ wanted: DecisionCase) async throws { try await wanted.check() }
}
