import JSON
import OAuthCore
import OAuthModel
import Testing

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
