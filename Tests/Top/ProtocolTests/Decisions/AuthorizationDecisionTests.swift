import JSON
import OAuthCore
import OAuthModel
import Support
import Testing

/// What is asked of the authorization endpoint, and what a person answers there.
let authorizationCases: [DecisionCase] = [
    DecisionCase(FormReason.malformedQuery) { server in
        let answer = try await server.raw("GET /oauth/authorize?client_id=%zz HTTP/1.1\r\n\(server.host)\r\n")
        #expect(answer.status == 400)
        return .nobody
    },
    DecisionCase(AuthorizationReason.clientOrRedirectRepeated) { server in
        _ = try await TestClient.demo(server).authorize(adding: "&client_id=demo-client")
        return .nobody
    },
    refused(.clientMissing, ["client_id": nil]) { _ in .nobody },
    refused(.clientUnregistered, ["client_id": "nobody-here"]) { _ in .client("nobody-here") },
    DecisionCase(AuthorizationReason.redirectURIMissing) { server in
        let client = try await TestClient.register(
            server, metadata: ["redirect_uris": ["http://127.0.0.1/a", "http://127.0.0.1/b"]])
        _ = try await client.authorize(["redirect_uri": nil])
        return .client(client.id)
    },
    refused(.redirectURIUnregistered, ["redirect_uri": "https://elsewhere.example/cb"]),
    refused(.stateTooLong, ["state": String(repeating: "s", count: 8193)]),
    refused(.responseTypeMissing, ["response_type": nil]),
    refused(.responseTypeUnsupported, ["response_type": "token"]),
    DecisionCase(AuthorizationReason.codeGrantUnregistered, .demo(mayOnly: "refresh_token")) { server in
        let client = TestClient.demo(server)
        _ = try await client.authorize()
        return .client(client.id)
    },
    refused(.requestObject, ["request": "e30.e30."]),
    refused(.responseModeUnsupported, ["response_mode": "fragment"]),
    refused(.challengeMissing, ["code_challenge": nil]),
    refused(.challengeMethodUnsupported, ["code_challenge_method": "plain"]),
    refused(.challengeMalformed, ["code_challenge": "short"]),
    refused(.scopeMalformed, ["scope": "mcp \"quoted\""]),
    refused(.scopeUnknown, ["scope": "mcp nobody:knows"]),
    DecisionCase(AuthorizationReason.scopeBeyondCeiling, .demoCeiling) { server in
        let client = TestClient.demo(server)
        _ = try await client.authorize(["scope": "mcp:admin"])
        return .client(client.id)
    },
    refused(.resourceUnknown, ["resource": "https://elsewhere.example/mcp"]),
    DecisionCase(AuthorizationReason.scopeMeaningless, .notesResource, .notesScope) { server in
        let client = try await TestClient.register(server)
        _ = try await client.authorize(["resource": "http://localhost:5252/notes"])
        return .client(client.id)
    },
    refused(.loginRequired, ["prompt": "none"]),
    DecisionCase(AuthorizationReason.consentRequired) { server in
        let (client, browser) = (try await TestClient.register(server), Browser(server))
        _ = try await client.approve(in: browser)
        _ = try await browser.get(client.authorizePath(["prompt": "none"]))
        return .client(client.id)
    },
    DecisionCase(AuthorizationReason.consentDenied) { server in
        let (client, browser) = (try await TestClient.register(server), Browser(server))
        _ = try await browser.decide("deny", on: try await browser.open(client.authorizePath()))
        return .login(client.id)
    },
]

/// Of a client that has registered, unless the request is of somebody else.
private func refused(
    _ reason: AuthorizationReason, _ changes: [String: String?],
    concerning concerned: @escaping @Sendable (TestClient) -> Concerned = { .client($0.id) }
) -> DecisionCase {
    DecisionCase(reason) { server in
        let client = try await TestClient.register(server)
        _ = try await client.authorize(changes)
        return concerned(client)
    }
}

extension ManifestEdit {
    /// The grants of the client of the manifest.
    fileprivate static func demo(mayOnly grants: String) -> ManifestEdit {
        .replace(
            "    grant_types: [authorization_code, refresh_token]\n    application_type: native",
            with: "    grant_types: [\(grants)]\n    application_type: native")
    }

    fileprivate static let demoCeiling = ManifestEdit.replace(
        "    # scopes: [mcp]              # what it is given", with: "    scopes: [mcp] # what it is given")
}

@Suite("decisions: at the authorization endpoint each refusal is told, with its reason and its client")
struct AuthorizationDecisionTests {
    @Test(arguments: authorizationCases)
    func told(_ wanted: DecisionCase) async throws { try await wanted.check() }
}
