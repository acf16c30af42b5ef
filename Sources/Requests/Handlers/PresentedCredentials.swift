import Endpoint
import OAuthCore
import OAuthModel
import WireText

/// The client credentials of a request, from the `Authorization` header or the form, never from both (RFC 6749 §2.3.1).
struct PresentedCredentials {
    /// `nil` when the request names no client at all.
    let credentials: ClientCredentials?
    /// HTTP Basic was tried: a refusal carries a challenge.
    let usedBasic: Bool

    init(_ headers: HeaderFields, _ form: RequestParameters) throws(OAuthError) {
        for name: StaticString in ["client_id", "client_secret"] where form.isRepeated(name) {
            throw OAuthError(.invalidRequest, "a parameter is repeated", cause: "parameter \(name)")
        }
        guard let basic = try Self.basic(headers) else {
            usedBasic = false
            let secret = form["client_secret"]
            credentials = try form["client_id"].map { (id) throws(OAuthError) in
                ClientCredentials(
                    id: try Self.clientID(id), secret: secret,
                    method: secret == nil ? .none : .clientSecretPost)
            }
            return
        }
        guard form["client_secret"] == nil else {
            throw OAuthError(
                .invalidRequest, "the client authenticates in the header and in the body at once")
        }
        guard form["client_id"] == nil || form["client_id"] == basic.id else {
            throw OAuthError(
                .invalidRequest, "client_id in the body is not the one in the Authorization header")
        }
        usedBasic = true
        credentials = ClientCredentials(
            id: try Self.clientID(basic.id), secret: basic.secret,
            method: basic.secret.isEmpty ? .none : .clientSecretBasic)
    }

    private static func clientID(_ text: WireText) throws(OAuthError) -> ClientID {
        guard let id = ClientID(text) else {
            throw OAuthError(
                .invalidClient, "client authentication failed", cause: "no client id: \(text.excerpt())")
        }
        return id
    }

    private static func basic(
        _ headers: HeaderFields
    ) throws(OAuthError) -> (id: WireText, secret: WireText)? {
        let lines = headers.all("authorization")
        guard lines.count <= 1 else {
            throw OAuthError(.invalidRequest, "the Authorization header is repeated")
        }
        guard let line = lines.first?.bytes, line.count >= 5,
            line[..<5].equalsIgnoringCase("basic"),
            line.count == 5 || line[5] == 0x20
        else { return nil }
        guard let bytes = Base64.decode(line[5...].filter { $0 != 0x20 }),
            let colon = bytes.firstIndex(of: UInt8(ascii: ":")),
            let id = RequestParameters.decode(bytes[..<colon]), !id.isEmpty,
            let secret = RequestParameters.decode(bytes[(colon + 1)...])
        else {
            throw OAuthError(
                .invalidClient, "the Authorization header is not well-formed Basic authentication")
        }
        return (id, secret)
    }
}

/// Authenticates the client of a request at the token and revocation endpoints.
struct ClientAuthenticator: Sendable {
    let clients: ClientDirectory

    func authenticate(_ presented: PresentedCredentials) async throws(RequestFailure) -> Client {
        guard let credentials = presented.credentials else {
            throw .refused(OAuthError(.invalidClient, "the request names no client; send client_id"))
        }
        return try await clients.authenticate(credentials)
    }
}
