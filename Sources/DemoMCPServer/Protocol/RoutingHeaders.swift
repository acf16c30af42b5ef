import Endpoint
import JSON

/// The header fields of 2026-07-28 that repeat what the body says, so that a proxy can route without reading
/// it.
///
/// A proxy that trusts the header and a server that trusts the body must not be told two things: what is
/// missing, repeated or different is refused.
enum RoutingHeaders {
    static let protocolVersion = "MCP-Protocol-Version"
    static let method = "Mcp-Method"
    static let name = "Mcp-Name"

    /// The parameter that `Mcp-Name` repeats, for the methods that have one.
    private static let namedParameter = [
        "tools/call": "name", "prompts/get": "name", "resources/read": "uri",
    ]

    static func check(_ headers: HeaderFields, against request: RPCRequest, version: String) throws(RPCFault)
    {
        try check(headers, protocolVersion, version)
        try check(headers, method, request.method)
        guard let parameter = namedParameter[request.method] else { return }
        guard let value = request.params[parameter]?.string else {
            throw RPCFault(.invalidParams, "\(parameter) must be a string")
        }
        try check(headers, name, value, decode: true)
    }

    private static func check(
        _ headers: HeaderFields, _ field: String, _ expected: String, decode: Bool = false
    ) throws(RPCFault) {
        let values = headers.all(field)
        guard let value = values.first else {
            throw RPCFault(.headerMismatch, "header mismatch: \(field) is missing")
        }
        guard values.count == 1 else {
            throw RPCFault(.headerMismatch, "header mismatch: \(field) is there \(values.count) times")
        }
        let decoded = decode ? plain(value) : value
        guard let decoded, decoded.utf8.elementsEqual(expected.utf8) else {
            throw RPCFault(.headerMismatch, "header mismatch: \(field) differs from the body")
        }
    }

    /// Undoes `=?base64?…?=`, the form of values that a header field can't carry; `nil` when it is broken.
    private static func plain(_ value: String) -> String? {
        let prefix = "=?base64?"
        let suffix = "?="
        guard value.hasPrefix(prefix), value.hasSuffix(suffix),
            value.utf8.count >= prefix.utf8.count + suffix.utf8.count
        else { return value }
        return Base64.decode(value.dropFirst(prefix.count).dropLast(suffix.count))
            .flatMap { String(validating: $0, as: UTF8.self) }
    }
}
