import Endpoint
import WireText

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
        let scheme = field.utf8.prefix { $0 != UInt8(ascii: " ") }
        guard scheme.equalsIgnoringCase("bearer") else { return .none }
        let token = field.utf8[scheme.endIndex...].drop { $0 == UInt8(ascii: " ") }
        return isToken68(token) ? .token(BearerToken(secret: String(Substring(token)))) : .malformed
    }

    /// RFC 9110 §11.2.
    private static func isToken68(_ text: Substring.UTF8View) -> Bool {
        let body = text.prefix { $0.isLetter || $0.isDigit || "-._~+/".utf8.contains($0) }
        return !body.isEmpty && text[body.endIndex...].allSatisfy { $0 == UInt8(ascii: "=") }
    }
}
