import JSON
import WireText

/// An error of JSON-RPC 2.0 §5.1, or one of those MCP adds (2026-07-28, "Error Codes").
struct RPCFault: Error, Sendable {
    enum Code: Int64, Sendable {
        case parseError = -32700
        case invalidRequest = -32600
        case methodNotFound = -32601
        case invalidParams = -32602
        case headerMismatch = -32020
        case unsupportedProtocolVersion = -32022

        /// The status that 2026-07-28 gives the code; before it, errors of a call that was understood are
        /// answered 200.
        var status: Int {
            switch self {
            case .methodNotFound: 404
            case .parseError, .invalidRequest, .invalidParams, .headerMismatch, .unsupportedProtocolVersion:
                400
            }
        }

        var statusWithSession: Int {
            switch self {
            case .methodNotFound, .invalidParams: 200
            case .parseError, .invalidRequest, .headerMismatch, .unsupportedProtocolVersion: 400
            }
        }
    }

    let code: Code
    let message: String
    let data: JSONValue?

    init(_ code: Code, _ message: String, data: JSONValue? = nil) {
        self.code = code
        self.message = message
        self.data = data
    }

    static func unsupportedVersion(_ requested: WireText) -> RPCFault {
        RPCFault(
            .unsupportedProtocolVersion, "unsupported protocol version",
            data: ["supported": .strings(ProtocolVersion.names), "requested": .string(requested)])
    }

    static func unknownMethod(_ method: WireText) -> RPCFault {
        RPCFault(.methodNotFound, "unknown method: \(method.excerpt())")
    }
}
