import Endpoint
import JSON
import OAuthModel
import Timeline
import WireText

/// The timeline to take along: as JSON for programs, as text for a report of a defect. Nothing in it is a secret.
package struct FlowExports: Sendable {
    private let issuer: String
    private let version: String
    private let process: String

    package init(issuer: String, version: String, process: String) {
        self.issuer = issuer
        self.version = version
        self.process = process
    }

    /// For programs.
    func listing(_ flows: [Flow], isOne: Bool) -> EndpointResponse {
        var object = JSONObject([
            "issuer": .string(issuer), "version": .string(version), "process": .string(process),
        ])
        let all = flows.map { JSONValue.object(json(of: $0)) }
        if isOne, let only = all.first { object["flow"] = only } else { object["flows"] = .array(all) }
        return .json(200, object)
    }

    /// For a report of a defect.
    func report(_ flows: [Flow]) -> EndpointResponse {
        let head = "mcp-auth \(version), \(issuer), \(process)\n"
        let body = flows.map { "\n" + text(of: $0) + "\n" }.joined()
        return EndpointResponse(
            status: 200,
            headers: HeaderBlock([
                "Content-Type": "text/plain; charset=utf-8", "Cache-Control": "no-store",
                "X-Content-Type-Options": "nosniff",
            ]), body: Array((head + body).utf8))
    }
}
