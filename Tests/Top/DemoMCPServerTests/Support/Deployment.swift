import AsyncHTTPClient
import DemoMCPServer
import HTTPServer
import JSON
import Logging
import NIOCore
import NIOHTTP1
import OAuthModel
import Support
import Testing
import WireText

extension Patience {
    static let endless = Patience(
        connection: .seconds(86_400), exchange: .seconds(86_400), answer: .seconds(86_400))
}

extension HTTPClient {
    fileprivate static let patient = HTTPClient(
        eventLoopGroupProvider: .singleton,
        configuration: Configuration(timeout: Configuration.Timeout(connect: .hours(24), read: nil)))
}

/// A demo MCP server and its authorization server, listening for the length of one test.
struct Deployment: Sendable {
    static let resource = "http://localhost:3232/mcp"
    static let resourceMetadata = "http://localhost:3232/.well-known/oauth-protected-resource/mcp"

    let authorizationServer: FakeAuthorizationServer
    let issuer: String
    let time: MovableClock
    let port: Int
    let log: LogLines

    /// - Parameters:
    ///   - issuerPath: What stands behind the authority of the issuer.
    ///   - patience: Without end as a rule: how fast this machine is today is not what a test is about.
    ///   - prepare: Runs before the server is started.
    static func run(
        _ environment: [String: String] = [:], issuerPath: String = "", patience: Patience = .endless,
        prepare: (FakeAuthorizationServer) -> Void = { _ in },
        test: (Deployment) async throws -> Void
    ) async throws {
        let fake = FakeAuthorizationServer()
        let quiet = Logger.silent
        var listening = HTTPServer.Configuration(port: 0)
        listening.loops = 1
        listening.bePatient(for: .seconds(86_400))
        let fakeServer = try await HTTPServer.start(listening, table: fake, logger: quiet)
        let issuer = "http://127.0.0.1:\(fakeServer.port)\(issuerPath)"
        fake.set { state in
            state.issuer = issuer
            state.tokens = ["good": claims(), "admin": claims(scope: "mcp mcp:admin")]
        }
        prepare(fake)
        let time = MovableClock()
        let log = LogLines()
        let configuration = try DemoConfiguration(
            environment: ["PORT": "0", "BASE_URI": "http://localhost:3232", "AUTH_SERVER_URL": issuer]
                .merging(environment) { $1 })
        let server = try await DemoServer(
            configuration, clock: time.demo, patience: patience, logger: log.logger()
        ).start()
        let deployment = Deployment(
            authorizationServer: fake, issuer: issuer, time: time, port: server.port, log: log)
        let outcome: Result<Void, any Error>
        do {
            outcome = .success(try await test(deployment))
        } catch {
            outcome = .failure(error)
        }
        await server.shutdown()
        await fakeServer.shutdown()
        try outcome.get()
    }

    /// What introspection says of a token for this resource.
    static func claims(
        scope: String = "mcp", audience: JSONValue = .string(resource), subject: String = "alice",
        client: String = "client-1", expiration: Int64? = MovableClock.start.seconds + 3600
    ) -> JSONValue {
        [
            "active": true, "scope": .string(scope), "client_id": .string(client),
            "username": .string(subject),
            "token_type": "Bearer", "exp": expiration.map { .integer($0) },
            "iat": .integer(MovableClock.start.seconds),
            "sub": .string(subject), "aud": audience,
        ]
    }

    func send(
        _ method: HTTPMethod, _ path: String, headers: KeyValuePairs<String, String> = [:],
        body: String? = nil
    ) async throws -> Reply {
        var request = HTTPClientRequest(url: "http://127.0.0.1:\(port)\(path)")
        request.method = method
        for (name, value) in headers { request.headers.add(name: name, value: value) }
        if let body { request.body = .bytes(ByteBuffer(string: body)) }
        return try await Reply(try await HTTPClient.patient.execute(request, timeout: .minutes(10)))
    }

    /// `POST /mcp` as a client does it. A header that is given replaces the usual one; an empty one leaves it
    /// out.
    func post(
        _ message: JSONValue, token: String? = "good", session: String? = nil,
        headers: KeyValuePairs<String, String> = [:]
    ) async throws -> Reply {
        try await post(
            String(decoding: message.serialized(), as: UTF8.self), token: token, session: session,
            headers: headers)
    }

    func post(
        _ body: String, token: String? = "good", session: String? = nil,
        headers: KeyValuePairs<String, String> = [:]
    ) async throws -> Reply {
        var request = HTTPClientRequest(url: "http://127.0.0.1:\(port)/mcp")
        request.method = .POST
        request.headers = [
            "content-type": "application/json", "accept": "application/json, text/event-stream",
        ]
        if let token { request.headers.add(name: "authorization", value: "Bearer \(token)") }
        if let session { request.headers.add(name: "mcp-session-id", value: session) }
        for (name, _) in headers { request.headers.remove(name: name) }
        for (name, value) in headers where !value.isEmpty { request.headers.add(name: name, value: value) }
        request.body = .bytes(ByteBuffer(string: body))
        return try await Reply(try await HTTPClient.patient.execute(request, timeout: .minutes(10)))
    }

    /// Opens a session and names it.
    func session(_ version: String = "2025-11-25", token: String = "good") async throws -> String {
        let reply = try await post(Messages.initialize(version), token: token)
        return try #require(reply["mcp-session-id"], "\(reply.status) \(reply.text)")
    }

    /// A request of 2026-07-28, with the headers that repeat its body; those given replace them.
    func stateless(
        _ method: String, _ params: JSONObject = JSONObject(), token: String? = "good",
        headers: KeyValuePairs<String, String> = [:]
    ) async throws -> Reply {
        var params = params
        if params["_meta"] == nil { params["_meta"] = Messages.meta() }
        var fields = [("mcp-protocol-version", "2026-07-28"), ("mcp-method", method)]
        if let name = params["name"]?.string?.shown { fields.append(("mcp-name", name)) }
        fields = fields.filter { field in !headers.contains { $0.key == field.0 } }
        fields += headers.map { ($0.key, $0.value) }.filter { !$0.1.isEmpty }
        var request = HTTPClientRequest(url: "http://127.0.0.1:\(port)/mcp")
        request.method = .POST
        request.headers = HTTPHeaders(
            fields + [
                ("content-type", "application/json"), ("accept", "application/json, text/event-stream"),
            ])
        if let token { request.headers.add(name: "authorization", value: "Bearer \(token)") }
        request.body = .bytes(
            ByteBuffer(bytes: Messages.request(method, .object(params)).serialized()))
        return try await Reply(try await HTTPClient.patient.execute(request, timeout: .minutes(10)))
    }
}
