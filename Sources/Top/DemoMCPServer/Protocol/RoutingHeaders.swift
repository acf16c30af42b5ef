import Endpoint
import JSON
import WireText

/// The header fields of 2026-07-28 that repeat what the body says, so that a proxy can route without reading
/// it.
///
/// A proxy that trusts the header and a server that trusts the body must not be told two things: what is
/// missing, repeated or different is refused.
enum RoutingHeaders {
    static let protocolVersion: StaticString = "MCP-Protocol-Version"
    static let method: StaticString = "Mcp-Method"
    static let name: StaticString = "Mcp-Name"

    /// The parameter that `Mcp-Name` repeats, for the methods that have one.
    private static let namedParameter: [WireText: String] = [
        "tools/call": "name", "prompts/get": "name", "resources/read": "uri",
    ]

    static func check(
        _ headers: HeaderFields, against request: RPCRequest, version: WireText
    ) throws(RPCFault) {
        try check(headers, protocolVersion, version)
        try check(headers, method, request.method)
        guard let parameter = namedParameter[request.method] else { return }
        guard let value = request.params[parameter]?.string else {
            throw RPCFault(.invalidParams, "\(parameter) must be a string")
        }
        try check(headers, name, value, decode: true)
    }

    private static func check(
        _ headers: HeaderFields, _ field: StaticString, _ expected: WireText, decode: Bool = false
    ) throws(RPCFault) {
        let values = headers.all(field)
        guard let value = values.first else {
            throw RPCFault(.headerMismatch, "header mismatch: \(field) is missing")
        }
        guard values.count == 1 else {
            throw RPCFault(.headerMismatch, "header mismatch: \(field) is there \(values.count) times")
        }
        let decoded = decode ? plain(value) : value
        guard let decoded, decoded == expected else {
            throw RPCFault(.headerMismatch, "header mismatch: \(field) differs from the body")
        }
    }

    /// Undoes `=?base64?…?=`, the form of values that a header field can't carry; `nil` when it is broken.
    private static func plain(_ value: WireText) -> WireText? {
        let prefix = "=?base64?".utf8
        let suffix = "?=".utf8
        let text = value.utf8
        guard text.starts(with: prefix), text.reversed().starts(with: suffix.reversed()),
            text.count >= prefix.count + suffix.count
        else { return value }
        let encoded = text.dropFirst(prefix.count).dropLast(suffix.count)
        // With its padding, which other readers may leave to the sender.
        guard encoded.count % 4 == 0 else { return nil }
        return Base64.decode(encoded).flatMap { WireText(validating: $0) }
    }
}
