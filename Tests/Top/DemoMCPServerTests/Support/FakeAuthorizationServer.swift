import Endpoint
import JSON
import Synchronization
import WireText

/// Answers metadata and introspection as it is told.
final class FakeAuthorizationServer: EndpointTable, Sendable {
    struct Call: Sendable {
        let path: String
        let authorization: String?
        let body: String
    }

    struct State: Sendable {
        var issuer = ""
        /// Members that replace those of the metadata document; `.null` removes one.
        var metadata: [String: JSONValue] = [:]
        var metadataStatus = 200
        /// Answers of introspection by token; any other token is inactive.
        var tokens: [String: JSONValue] = [:]
        var introspectionStatus = 200
        var introspectionHeaders: KeyValuePairs<String, String> = [:]
        /// Introspection is heard and not answered, until ``FakeAuthorizationServer/speak()``.
        var isSilent = false
        fileprivate var waiting: [CheckedContinuation<Void, Never>] = []
        /// Sent instead of what introspection would answer.
        var introspectionBody: String?
        var calls: [Call] = []
    }

    let state = Mutex(State())

    func set(_ change: (inout State) -> Void) {
        state.withLock { change(&$0) }
    }

    var introspections: [Call] {
        state.withLock { state in state.calls.filter { $0.path.hasSuffix("/introspect") } }
    }

    var fetches: [Call] {
        state.withLock { state in state.calls.filter { $0.path.hasPrefix("/.well-known/") } }
    }

    /// Ends the silence.
    func speak() {
        let waiting = state.withLock { state in
            state.isSilent = false
            defer { state.waiting = [] }
            return state.waiting
        }
        for continuation in waiting { continuation.resume() }
    }

    /// Returns when it may be answered.
    fileprivate func hear(_ head: RequestHead) async {
        guard head.path.hasSuffix("/oauth/introspect") else { return }
        await withCheckedContinuation { continuation in
            let mayAnswer = state.withLock { state in
                if state.isSilent { state.waiting.append(continuation) }
                return !state.isSilent
            }
            if mayAnswer { continuation.resume() }
        }
    }

    func decide(_ head: RequestHead) -> RouteDecision {
        .endpoint(
            FakeEndpoint(server: self),
            EndpointPolicy(name: "fake", bodyLimit: 1 << 20, timeout: .seconds(86_400)))
    }

    fileprivate func answer(_ request: EndpointRequest) -> EndpointResponse {
        state.withLock { state in
            let path = request.head.path
            state.calls.append(
                Call(
                    path: path, authorization: request.headers["authorization"]?.shown,
                    body: String(decoding: request.body, as: UTF8.self)))
            if path.hasPrefix("/.well-known/oauth-authorization-server") {
                return Self.json(state.metadataStatus, Self.metadata(state))
            }
            guard path.hasSuffix("/oauth/introspect") else { return EndpointResponse(status: 404) }
            let answer = state.tokens[Self.token(request.body)] ?? ["active": false]
            return EndpointResponse(
                status: state.introspectionStatus,
                headers: state.introspectionHeaders.reduce(HeaderBlock(["Content-Type": "application/json"]))
                {
                    $0.adding($1.key, $1.value)
                },
                body: state.introspectionBody.map { Array($0.utf8) } ?? answer.serialized())
        }
    }

    private static func metadata(_ state: State) -> JSONValue {
        var document = JSONObject([
            "issuer": .string(state.issuer),
            "token_endpoint": .string(state.issuer + "/oauth/token"),
            "introspection_endpoint": .string(state.issuer + "/oauth/introspect"),
        ])
        for (name, value) in state.metadata { document[name] = value == .null ? nil : value }
        return .object(document)
    }

    private static func token(_ body: [UInt8]) -> String {
        let pairs = String(decoding: body, as: UTF8.self).split(separator: "&")
        return pairs.first { $0.hasPrefix("token=") }.map { String($0.dropFirst("token=".count)) } ?? ""
    }

    private static func json(_ status: Int, _ value: JSONValue) -> EndpointResponse {
        EndpointResponse(
            status: status, headers: HeaderBlock(["Content-Type": "application/json"]),
            body: value.serialized())
    }
}

private struct FakeEndpoint: EndpointHandler {
    let server: FakeAuthorizationServer

    func respond(to request: EndpointRequest) async -> EndpointResponse {
        await server.hear(request.head)
        return server.answer(request)
    }
}
