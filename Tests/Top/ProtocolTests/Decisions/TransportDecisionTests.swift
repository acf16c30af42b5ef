import Support
import Testing
import Web

/// What is answered before anybody knows what it is about.
let transportCases: [DecisionCase] = [
    DecisionCase(HTTPReason.malformed) { server in
        expectStatus(400, try await server.raw("no request at all\r\n\r\n").status)
        return .nobody
    },
    DecisionCase(HTTPReason.slow, .shortHead, patience: nil) { server in
        expectStatus(408, try await server.raw("GET / HTTP/1.1\r\n").status)
        return .nobody
    },
    DecisionCase(HTTPReason.bodyTooLarge) { server in
        expectStatus(413, try await server.raw(posting("Content-Length: 100000", to: server)).status)
        return .nobody
    },
    DecisionCase(HTTPReason.coded) { server in
        let fields = "Content-Length: 5\r\nContent-Encoding: gzip"
        expectStatus(415, try await server.raw(posting(fields, to: server)).status)
        return .nobody
    },
    DecisionCase(HTTPReason.expectationUnknown) { server in
        expectStatus(417, try await server.raw(posting("Expect: miracles", to: server)).status)
        return .nobody
    },
    DecisionCase(HTTPReason.headerTooLarge) { server in
        let cookie = "Cookie: a=" + String(repeating: "c", count: 20_000)
        let answer = try await server.raw("GET / HTTP/1.1\r\n\(server.host)\(cookie)\r\n\r\n")
        #expect(answer.status == 431)
        return .nobody
    },
    DecisionCase(HTTPReason.connectionsTaken, .connections(1)) { server in
        try await server.connected(1) { expectStatus(503, try await server.connect().answer().status) }
        return .nobody
    },
    DecisionCase(HTTPReason.connectionsOfPeerTaken, .connections(100)) { server in
        try await server.connected(64) { expectStatus(429, try await server.connect().answer().status) }
        return .nobody
    },
    DecisionCase(HTTPReason.memoryOfPeerTaken, .largeIntrospection) { server in
        expectStatus(429, try await server.fill(17).status)
        return .nobody
    },
    DecisionCase(HTTPReason.memoryTaken, .largeIntrospection, .proxy) { server in
        expectStatus(503, try await server.fill(33, 33).status)
        return .nobody
    },
    DecisionCase(HTTPReason.handlerTimeout, .route("token", "timeout: 100ms")) { server in
        let client = try await TestClient.register(server)
        server.store.failure = .isSilent
        expectStatus(503, try await client.redeem("x").status)
        return .nobody
    },
    DecisionCase(HTTPReason.pathUnknown) { server in
        expectStatus(404, try await server.get("/nothing").status)
        return .nobody
    },
    DecisionCase(HTTPReason.switchedOff, .route("register", "enabled: false")) { server in
        expectStatus(404, try await server.post("/oauth/register", json: "{}").status)
        return .nobody
    },
    DecisionCase(HTTPReason.methodUnsupported) { server in
        expectStatus(405, try await server.get("/oauth/token").status)
        return .nobody
    },
    DecisionCase(HTTPReason.misdirected) { server in
        expectStatus(
            421, try await server.get("/oauth/authorize", headers: [("Host", "other.example")]).status)
        return .nobody
    },
    DecisionCase(HTTPReason.peerTooOften, .replace("rate_limit: 60/1m", with: "rate_limit: 1/1m")) { server in
        for _ in 1...2 { _ = try await server.post("/oauth/register", json: "{}") }
        return .nobody
    },
]

private func posting(_ fields: String, to server: TestServer) -> String {
    "POST /oauth/token HTTP/1.1\r\n\(server.host)\(fields)\r\n\r\n"
}

extension ManifestEdit {
    fileprivate static func connections(_ limit: Int) -> ManifestEdit {
        .replace("  # connection_limit: 10000\n", with: "  connection_limit: \(limit)\n")
    }

    /// The shortest that there is.
    fileprivate static let shortHead = ManifestEdit.replace(
        "  # head_timeout: 10s\n", with: "  head_timeout: 1s\n")
    fileprivate static let largeIntrospection = ManifestEdit.replace(
        "    body_limit: 4MiB\n", with: "    body_limit: 64MiB\n")
    fileprivate static let proxy = ManifestEdit.replace(
        "\nserver:\n", with: "\nserver:\n  trusted_proxies: [127.0.0.1]\n")
}

extension TestServer {
    fileprivate var port: Int { Int(issuer.split(separator: ":").last ?? "") ?? 0 }

    /// The field that names this server.
    var host: String { "Host: localhost:\(port)\r\n" }

    fileprivate func connect() async throws -> RawClient { try await RawClient.connect(port) }

    /// Sends bytes as they are.
    func raw(_ text: String) async throws -> RawAnswer {
        let client = try await connect()
        try await client.send(text)
        let answer = try await client.answer()
        await client.close()
        return answer
    }

    /// While so many connections are open on which something happens.
    fileprivate func connected(_ count: Int, _ test: () async throws -> Void) async throws {
        var clients: [RawClient] = []
        for _ in 1...count {
            let client = try await connect()
            try await client.send(posting("Content-Length: 5\r\nExpect: 100-continue", to: self))
            _ = try await client.received("HTTP/1.1 100 Continue\r\n\r\n")
            clients.append(client)
        }
        try await test()
        for client in clients { await client.close() }
    }

    /// Sends so many MiB on each of some connections, and on none of them all that it announces. The answer is the one to whom it
    /// was too much.
    fileprivate func fill(_ counts: Int...) async throws -> RawAnswer {
        let part = [UInt8](repeating: UInt8(ascii: "x"), count: 1 << 20)
        let header = basic("demo-mcp-server", "demo-resource-server-secret-for-loopback-only")
        let head =
            "POST /oauth/introspect HTTP/1.1\r\n\(host)Authorization: \(header)\r\n"
            + "Content-Type: application/x-www-form-urlencoded\r\nContent-Length: \(60 << 20)\r\n\r\n"
        var clients: [(RawClient, Int)] = []
        for count in counts { clients.append((try await connect(), count)) }
        return try await withThrowingTaskGroup(of: RawAnswer.self) { group in
            for (client, count) in clients {
                group.addTask {
                    try await client.send(head)
                    for _ in 1...count { try? await client.send(bytes: part) }
                    return try await client.answer()
                }
            }
            let answer = try #require(try await group.next())
            for (client, _) in clients { await client.close() }
            return answer
        }
    }
}

@Suite("decisions: what the transport and the table answer by themselves is told, without a client")
struct TransportDecisionTests {
    @Test(arguments: transportCases)
    func told(_ wanted: DecisionCase) async throws { try await wanted.check() }
}
