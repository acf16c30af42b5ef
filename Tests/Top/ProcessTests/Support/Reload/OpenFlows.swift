import JSON
import Support
import Testing
import WireText

/// What is under way while plans come and go.
struct OpenFlows {
    private let wire: Wire
    private let client: String
    /// So many go at once.
    private var logins: [SlowLogin] = []
    /// Logins that went the whole way.
    private(set) var finished = 0

    private static let count = 3

    init(_ wire: Wire) async throws {
        self.wire = wire
        client = try #require(try await wire.register()["client_id"]?.string?.shown)
    }

    /// Each login goes one step further.
    mutating func proceed() async throws {
        if logins.count < Self.count { logins.append(SlowLogin(wire, client)) }
        for index in logins.indices {
            guard let code = try await logins[index].step() else { continue }
            logins[index] = SlowLogin(wire, client)
            try await finish(code)
        }
    }

    private mutating func finish(_ code: String) async throws {
        let tokens = try await wire.redeem(code, of: client)
        #expect(tokens.status == 200, "\(tokens.body)")
        let access = try #require(tokens["access_token"]?.string?.shown)
        #expect(try await wire.introspect(access)["active"]?.bool == true)
        finished += 1
    }
}

/// A login, one redirect after the other.
private struct SlowLogin {
    private var visitor: Visitor
    private var next: String

    init(_ wire: Wire, _ client: String) {
        visitor = Visitor(wire)
        next = Wire.authorization(client)
    }

    /// - Returns: The code, at the end of the way.
    mutating func step() async throws -> String? {
        let answer = try await visitor.step(to: next)
        let location = answer.location
        #expect(location != nil, "a login ended at \(next): \(answer.status) \(answer.body)")
        next = location ?? next
        return answer.redirect("code").flatMap { next.hasPrefix(Wire.redirectURI) ? $0 : nil }
    }
}

/// A request of which the rest comes later.
struct HalfRequest {
    private let connection: RawClient
    private let host: String
    private let body = "token=none"

    /// Sends the head, and as much of the body that the server has begun to read it.
    init(_ place: Workplace) async throws {
        connection = try await RawClient.connect(place.port)
        host = "localhost:\(place.port)"
        let credentials = Wire.basic("demo-mcp-server", "demo-resource-server-secret-for-loopback-only")
        try await connection.send(
            """
            POST /oauth/introspect HTTP/1.1\r\nHost: \(host)\r\nAuthorization: \(credentials)\r\n\
            Content-Type: application/x-www-form-urlencoded\r\nContent-Length: \(body.utf8.count)\r\n\
            Expect: 100-continue\r\n\r\n
            """)
        let interim = try await connection.answer()
        #expect(interim.status == 100)
        try await connection.send(String(body.prefix(5)))
    }

    /// - Returns: The number of the plan that answers, and that of the next request on the same connection.
    func end() async throws -> [String?] {
        try await connection.send(String(body.dropFirst(5)))
        let answer = try await connection.answer()
        #expect(answer.status == 200 && answer.body == "{\"active\":false}\n", "\(answer)")
        try await connection.send("GET /plan HTTP/1.1\r\nHost: \(host)\r\n\r\n")
        let next = try await connection.answer()
        #expect(next.status == 200)
        await connection.close()
        return [answer[NumberedPlans.header], next[NumberedPlans.header]]
    }
}
