import Endpoint

/// An access token as it was presented (RFC 6750 §2.1). Its text never reaches a log.
struct BearerToken: Hashable, Sendable, CustomStringConvertible {
    let secret: String

    var description: String { "<token>" }

    /// What the request says about who calls.
    enum Presented: Sendable {
        case none
        case token(BearerToken)
        /// Carries the scheme and nothing that could be a token.
        case malformed
        /// More than one `Authorization` field: which one counts can't be known.
        case ambiguous
    }

    /// The only place a token is taken from: not the query, not the body (MCP authorization, "Token
    /// Requirements").
    static func presented(in headers: HeaderFields) -> Presented {
        let fields = headers.all("authorization")
        guard let field = fields.first else { return .none }
        guard fields.count == 1 else { return .ambiguous }
        let scheme = field.prefix { $0 != " " }
        guard scheme.lowercased() == "bearer" else { return .none }
        let token = field[scheme.endIndex...].drop { $0 == " " }
        return isToken68(token) ? .token(BearerToken(secret: String(token))) : .malformed
    }

    /// RFC 9110 §11.2.
    private static func isToken68(_ text: Substring) -> Bool {
        let body = text.utf8.prefix { byte in
            switch byte {
            case 0x30...0x39, 0x41...0x5a, 0x61...0x7a: true
            default: "-._~+/".utf8.contains(byte)
            }
        }
        return !body.isEmpty && text.utf8[body.endIndex...].allSatisfy { $0 == UInt8(ascii: "=") }
    }
}
