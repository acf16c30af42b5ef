import Endpoint
import OAuthModel
import RouteManifest
import Router
import Support
import Testing
import WireText

/// A manifest with one route of every kind.
let everyKind = """
    version: 1
    clients:
      - { client_id: known, name: Known, redirect_uris: ["http://127.0.0.1/callback"] }
    scopes:
      mcp: { description: Use the tools, default: true }
    resources: [{ resource: "https://mcp.example.com/mcp" }]
    resource_servers:
      - { id: mcp-server, secret: a-secret-that-is-long-enough-for-this }
    upstream: { kind: fake }
    routes:
      metadata: { path: /.well-known/oauth-authorization-server, handler: oauth.metadata, cors: any, cache: 5m }
      authorize: { path: /oauth/authorize, aliases: [/authorize], handler: oauth.authorize, template: consent.html }
      token: { path: /oauth/token, aliases: [/token], handler: oauth.token, cors: any, timeout: 7s, body_limit: 2KiB }
      register: { path: /oauth/register, handler: oauth.register, cors: any, enabled: false }
      introspect: { path: /oauth/introspect, handler: oauth.introspect }
      revoke:
        path: /oauth/revoke
        handler: oauth.revoke
        cors: ["https://app.example.com", "http://localhost:6274"]
        headers: { X-Note: mine }
      fake_login: { path: /login, handler: upstream.fake.authorize, template: login.html }
      fake_callback: { path: /login/done, handler: upstream.fake.callback }
      health: { path: /health, handler: health }

    """

let metadataPath = "/.well-known/oauth-authorization-server"

/// Answers with the name of its route.
struct NamedHandler: EndpointHandler {
    let name: String

    func respond(to request: EndpointRequest) async -> EndpointResponse {
        EndpointResponse(status: 200, body: Array(name.utf8))
    }
}

extension CompiledRouter {
    init(
        manifest: String = everyKind, clock: Clock = MovableClock().clock, options: Options = Options()
    ) throws {
        let plan = try PlanCase(manifest).plan()
        self.init(plan, clock: clock, options: options) {
            $0.handler == .metadata
                ? .document(plan.metadataDocument) : .handler(NamedHandler(name: $0.name.text))
        }
    }

    /// Asks under the name of the issuer, unless the headers have a `Host` of their own.
    func decide(
        _ method: String, _ path: String, _ headers: KeyValuePairs<String, String> = [:],
        peer: String = "192.0.2.1"
    ) -> RouteDecision {
        let host = headers.contains { $0.key == "Host" } ? [] : [("Host", "localhost:3001")]
        return decide(
            RequestHead(
                method: HTTPMethod(rawValue: method), path: path,
                headers: HeaderFields(host + headers.map { ($0.key, $0.value) }),
                peer: PeerAddress(address: peer, isLoopback: false), requestID: "0123456789abcdef"))
    }

    /// The answer that is given without a handler.
    func answer(
        _ method: String, _ path: String, _ headers: KeyValuePairs<String, String> = [:],
        peer: String = "192.0.2.1"
    ) throws -> EndpointResponse {
        guard case .answer(let answer, _) = decide(method, path, headers, peer: peer) else {
            throw TestFailure("\(method) \(path) goes to a handler")
        }
        return answer
    }

    /// What the transport is told about a request that goes to a handler.
    func policy(_ method: String, _ path: String, _ headers: KeyValuePairs<String, String> = [:]) throws
        -> EndpointPolicy
    {
        guard case .endpoint(_, let policy) = decide(method, path, headers) else {
            throw TestFailure("\(method) \(path) does not go to a handler")
        }
        return policy
    }
}

extension RouteDecision {
    var status: Int? {
        if case .answer(let answer, _) = self { answer.status } else { nil }
    }

    /// The route whose handler gets the request.
    var endpoint: String? {
        if case .endpoint(_, let policy) = self { policy.name } else { nil }
    }
}

extension EndpointResponse {
    var text: String {
        if case .bytes(let bytes) = body { String(decoding: bytes, as: UTF8.self) } else { "" }
    }

    /// What would be sent, as far as the router has a say in it.
    var wire: String { "\(status)\n\(String(decoding: headers.bytes, as: UTF8.self))\n\(text)" }

    func header(_ name: StaticString) -> String? { headers.fields[name]?.shown }
}
