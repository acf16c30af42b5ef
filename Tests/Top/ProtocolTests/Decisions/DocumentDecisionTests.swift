import JSON
import OAuthCore
import OAuthModel
import Shelf
import Support
import Testing
import Timeline
import Web

/// Clients that are not taken by their documents.
let documentCases: [DecisionCase] = [
    refused(.documentAddressMalformed, at: "http://app.example/client.json"),
    refused(.documentHostDenied, edit: .documents("deny: [app.example]")),
    DecisionCase(DocumentReason.documentNotHad) { server in
        let client = TestClient.documented(server)
        server.documents.fail(client.id, .status(404))
        _ = try await client.authorize()
        return .client(client.id)
    },
    DecisionCase(DocumentReason.documentAskedTooOften) { server in
        let client = TestClient.documented(server)
        server.documents.fail(client.id, .status(404))
        for _ in 1...7 { _ = try await client.authorize() }
        return .client(client.id)
    },
    DecisionCase(DocumentReason.documentAway) { server in
        let client = TestClient.documented(server)
        server.documents.fail(client.id, .status(404))
        let answer = try await client.token(["grant_type": "refresh_token", "refresh_token": "x"])
        expectStatus(503, answer.status)
        return .client(client.id)
    },
    DecisionCase(DocumentReason.documentUnreadable) { server in
        let client = TestClient.documented(server)
        server.documents.put(Array("[]".utf8), at: client.id)
        _ = try await client.authorize()
        return .client(client.id)
    },
    refused(.documentOfAnother, ["client_id": "https://app.example/other.json"]),
    refused(.documentHasSecret, ["client_secret": "secret"]),
    refused(.documentSharesSecret, ["token_endpoint_auth_method": "client_secret_post"]),
    refused(.documentMethodsMalformed, ["token_endpoint_auth_method": 1]),
    refused(.documentMethodsUnsupported, ["token_endpoint_auth_method": "tls_client_auth"]),
    refused(.documentBreaksRule, ["redirect_uris": ["https://*.example"]]),
    DecisionCase(DocumentReason.documentRedirectDiffers) { server in
        let client = TestClient.documented(server)
        _ = try await client.authorize(["redirect_uri": "https://elsewhere.example/cb"])
        return .client(client.id)
    },
    refused(.documentUnapproved, edit: .documents("ask: [app.example]")),
    DecisionCase(DocumentReason.documentDenied) { server in
        let client = TestClient.documented(server)
        let id = ClientID(rawValue: client.id)
        let isDone = try await server.documentDecisions.decide(id, .denied)
        #expect(isDone)
        _ = try await client.authorize()
        return .client(client.id)
    },
]

private func refused(
    _ reason: DocumentReason, at url: String = TestClient.documentURL,
    _ metadata: [String: JSONValue?] = [:], edit: ManifestEdit? = nil
) -> DecisionCase {
    DecisionCase(
        reason,
        running: { expect in
            try await TestServer.run([edit].compactMap(\.self)) { server in
                let client = TestClient.documented(server, at: url, metadata: metadata)
                expectPage(try await client.authorize())
                try expect(server, .client(client.id))
            }
        })
}

@Suite("decisions: of each client that is not taken by its document it is told why")
struct DocumentDecisionTests {
    @Test(arguments: documentCases)
    func told(_ wanted: DecisionCase) async throws { try await wanted.check() }

    @Test("that a document was read is told before the person is asked, and not of a copy that is at hand")
    func read() async throws {
        try await TestServer.run { server in
            let client = TestClient.documented(server)
            for _ in 1...2 { expectConsent(try await client.authorize()) }
            #expect(server.decisions.kinds == [.documentRead, .consentAsked, .consentAsked])
            let flow = try #require(
                try server.flows().first { $0.hops.contains { $0.name == "document_read" } })
            let hop = try #require(flow.hops.first { $0.name == "document_read" })
            #expect(hop.from == .authorizationServer && hop.to == .client && !hop.isProbable)
            #expect(hop.facts.contains { $0.value == TestClient.redirectURI })
            server.clock.advance(by: .seconds(61))
            expectConsent(try await client.authorize())
            #expect(server.decisions.kinds.suffix(2) == [.documentRead, .consentAsked])
        }
    }
}
