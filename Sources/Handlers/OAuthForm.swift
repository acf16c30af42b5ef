import Endpoint
import OAuthModel

/// The body of a POST to one of the form endpoints: `application/x-www-form-urlencoded` and nothing else. What stands in the
/// query is not looked at (RFC 6749 §3.2, RFC 7662 §4).
struct OAuthForm {
    private static let type = "application/x-www-form-urlencoded"

    let parameters: RequestParameters

    init(_ request: EndpointRequest) throws(OAuthError) {
        let sent = request.headers["content-type"]
        guard sent == Self.type || mediaType(sent) == Self.type else {
            throw OAuthError(.invalidRequest, "the body must be application/x-www-form-urlencoded")
        }
        guard let parameters = RequestParameters(formEncoded: request.body) else {
            throw OAuthError(
                .invalidRequest, "the body is not well-formed, or names more than 256 parameters")
        }
        self.parameters = parameters
    }

    /// A parameter that must be there, once.
    func required(_ name: String, or error: OAuthError) throws(OAuthError) -> String {
        guard !parameters.repeated.contains(name) else {
            throw OAuthError(.invalidRequest, "a parameter is repeated", cause: "parameter \(name)")
        }
        guard let value = parameters[name] else { throw error }
        return value
    }
}

/// The type and subtype in lower case, without parameters; empty when there is none.
func mediaType(_ value: String?) -> String {
    let type = value?.split(separator: ";", maxSplits: 1, omittingEmptySubsequences: false).first ?? ""
    return type.filter { $0 != " " && $0 != "\t" }.lowercased()
}
