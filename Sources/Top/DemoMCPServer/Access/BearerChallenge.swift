/// The `WWW-Authenticate` field of a refusal (RFC 6750 §3, RFC 9728 §5.1).
struct BearerChallenge: Sendable {
    enum Code: String, Sendable {
        case invalidRequest = "invalid_request"
        case invalidToken = "invalid_token"
        case insufficientScope = "insufficient_scope"

        var status: Int {
            switch self {
            case .invalidRequest: 400
            case .invalidToken: 401
            case .insufficientScope: 403
            }
        }
    }

    /// Absent when the request presented nothing (RFC 6750 §3.1).
    let code: Code?
    /// What the client's developer should know; a literal of ours, without quotes.
    let description: String
    let resourceMetadata: String
    let scope: [String]

    /// Scope tokens have neither quotes nor backslashes (RFC 6749 §3.3); what has any was not granted by an
    /// RFC.
    var value: String {
        let scope = scope.filter { token in
            token.utf8.allSatisfy {
                $0 > 0x20 && $0 < 0x7f && $0 != UInt8(ascii: "\"") && $0 != UInt8(ascii: "\\")
            }
        }
        var parameters = [
            "resource_metadata=\"\(resourceMetadata)\"", "scope=\"\(scope.joined(separator: " "))\"",
        ]
        if let code {
            parameters.insert("error=\"\(code.rawValue)\"", at: 0)
            parameters.append("error_description=\"\(description)\"")
        }
        return "Bearer \(parameters.joined(separator: ", "))"
    }
}
