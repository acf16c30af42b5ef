import Endpoint
import HTTPServer

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
