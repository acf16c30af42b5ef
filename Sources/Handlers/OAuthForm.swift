import Endpoint
import OAuthModel
import WireText

/// The body of a POST to one of the form endpoints: `application/x-www-form-urlencoded` and nothing else. What stands in the
/// query is not looked at (RFC 6749 §3.2, RFC 7662 §4).
struct OAuthForm {
    private static let type: StaticString = "application/x-www-form-urlencoded"

    let parameters: RequestParameters

    init(_ request: EndpointRequest) throws(OAuthError) {
        let sent = request.headers["content-type"]
        guard let sent, sent.equals(Self.type) || sent.namesMediaType(Self.type) else {
            throw OAuthError(
                .invalidRequest, "the body must be application/x-www-form-urlencoded, and its type is",
                quoting: sent ?? "not said")
        }
        guard let parameters = RequestParameters(formEncoded: request.body) else {
            throw OAuthError(
                .invalidRequest, "the body is not well-formed, or names more than 256 parameters")
        }
        self.parameters = parameters
    }

    /// A parameter that must be there, once.
    func required(_ name: StaticString, or error: OAuthError) throws(OAuthError) -> WireText {
        guard !parameters.isRepeated(name) else {
            throw OAuthError(.invalidRequest, "a parameter is repeated", cause: "parameter \(name)")
        }
        guard let value = parameters[name] else { throw error }
        return value
    }
}

extension WireText {
    /// Whether this value of `Content-Type` names that type, which is in lower case; its parameters don't matter
    /// (RFC 9110 §8.3.1).
    func namesMediaType(_ type: StaticString) -> Bool {
        let named = utf8.prefix { $0 != UInt8(ascii: ";") }.filter { $0 != 0x20 && $0 != 0x09 }
        return type.withUTF8Buffer { type in
            named.elementsEqual(type) { byte, lower in
                ((0x41...0x5a).contains(byte) ? byte | 0x20 : byte) == lower
            }
        }
    }
}
