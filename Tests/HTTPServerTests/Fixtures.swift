import Endpoint
import HTTPServer
import Logging
import Synchronization

/// A table made of closures, one for each path.
struct TestTable: EndpointTable {
    var routes: [String: RouteDecision] = [:]
    var headerTooLargePage: EndpointResponse?

    func decide(_ head: RequestHead) -> RouteDecision {
        routes[head.path]
            ?? .answer(EndpointResponse(status: 404, body: Array("no such path".utf8)), route: nil)
    }

    mutating func answer(_ path: String, _ response: EndpointResponse) {
        routes[path] = .answer(response, route: String(path.dropFirst()))
    }

    mutating func endpoint(
        _ path: String, bodyLimit: Int = 1_024, timeout: Duration = .seconds(86_400),
        headers: HeaderBlock = .empty,
        _ respond: @escaping @Sendable (EndpointRequest) async -> EndpointResponse
    ) {
        let policy = EndpointPolicy(
            name: String(path.dropFirst()), bodyLimit: bodyLimit, timeout: timeout, headers: headers)
        routes[path] = .endpoint(ClosureHandler(respond: respond), policy)
    }
}

struct ClosureHandler: EndpointHandler {
    let respond: @Sendable (EndpointRequest) async -> EndpointResponse

    func respond(to request: EndpointRequest) async -> EndpointResponse {
        await respond(request)
    }
}

extension EndpointResponse {
    static func text(_ text: String, status: Int = 200) -> EndpointResponse {
        EndpointResponse(
            status: status, headers: HeaderBlock(["Content-Type": "text/plain"]), body: Array(text.utf8))
    }
}

extension TestTable {
    /// What most tests need: a prepared document, an echo, an endpoint with headers of its route.
    static func common() -> TestTable {
        var table = TestTable()
        table.answer("/prepared", .text("prepared"))
        table.endpoint("/echo") { request in
            .text(
                "\(request.method) \(request.head.path) [\(request.head.query)] \(String(decoding: request.body, as: UTF8.self))"
            )
        }
        table.endpoint("/cors", bodyLimit: 8, headers: HeaderBlock(["Access-Control-Allow-Origin": "*"])) {
            _ in
            .text("cors")
        }
        return table
    }
}

/// Starts a server of its own on a free port, and shuts it down at the end.
func withServer(
    _ table: any EndpointTable = TestTable.common(), logger: Logger = .silent,
    configuration: HTTPServer.Configuration = .forTests(),
    _ body: (HTTPServer) async throws -> Void
) async throws {
    let server = try await HTTPServer.start(configuration, table: table, logger: logger)
    do {
        try await body(server)
    } catch {
        await server.shutdown()
        throw error
    }
    await server.shutdown()
}

extension HTTPServer.Configuration {
    /// No limit of time is ever reached: how fast this machine is today is not what these tests are about. Those that
    /// are about limits have a clock of their own, see ``EmbeddedPeer``.
    static func forTests(
        _ change: (inout HTTPServer.Configuration) -> Void = { _ in }
    ) -> HTTPServer.Configuration {
        var configuration = HTTPServer.Configuration(port: 0)
        configuration.hosts = ["127.0.0.1"]
        configuration.loops = 1
        configuration.idleTimeout = .seconds(86_400)
        configuration.headTimeout = .seconds(86_400)
        configuration.bodyTimeout = .seconds(86_400)
        configuration.bodyGrace = .seconds(86_400)
        configuration.writeTimeout = .seconds(86_400)
        configuration.shutdownTimeout = .seconds(86_400)
        change(&configuration)
        return configuration
    }
}

extension Logger {
    static var silent: Logger { Logger(label: "test", factory: { _ in SwiftLogNoOpLogHandler() }) }
}

/// Opens once, and lets everyone through from then on.
final class Gate: Sendable {
    private struct State {
        var isOpen = false
        var waiters: [CheckedContinuation<Void, Never>] = []
    }

    private let state = Mutex(State())

    func open() {
        let waiters = state.withLock { state in
            state.isOpen = true
            defer { state.waiters = [] }
            return state.waiters
        }
        for waiter in waiters { waiter.resume() }
    }

    func pass() async {
        await withCheckedContinuation { continuation in
            let isOpen = state.withLock { state in
                if !state.isOpen { state.waiters.append(continuation) }
                return state.isOpen
            }
            if isOpen { continuation.resume() }
        }
    }
}
