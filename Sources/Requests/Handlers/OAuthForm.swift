import Endpoint
import OAuthModel
import WireText

/// The body of a POST to one of the form endpoints: `application/x-www-form-urlencoded` and nothing else. What stands in the
/// query is not looked at (RFC 6749 §3.2, RFC 7662 §4).
struct OAuthForm {
    private static let type: StaticString = "application/x-www-form-urlencoded"

    let parameters: RequestParameters

    init(_ request: EndpointRequest) throws(OAuthError) {
        guard request.headers.haveContentType(Self.type) else {
            throw OAuthError(FormReason.mediaType, quoting: request.headers.sentContentType)
        }
        guard let parameters = RequestParameters(formEncoded: request.body) else {
            throw OAuthError(FormReason.malformedForm)
        }
        self.parameters = parameters
    }

    /// A parameter that must be there, once.
    ///
    /// - Parameter client: Who sent it, where that is known.
    func required(
        _ name: StaticString, or error: @autoclosure () -> OAuthError, of client: ClientID? = nil
    ) throws(OAuthError) -> WireText {
        guard !parameters.isRepeated(name) else {
            throw OAuthError(
                FormReason.repeatedParameter, facts: [Fact("parameter", "\(name)")]
            ).of(client)
        }
        guard let value = parameters[name] else { throw error().of(client) }
        return value
    }
}
