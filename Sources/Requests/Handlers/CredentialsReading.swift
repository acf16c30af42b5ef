import Endpoint
import OAuthCore
import OAuthModel
import WireText

extension PresentedCredentials {
    /// The credentials of a request, from the `Authorization` header or the form, never from both (RFC 6749 §2.3.1).
    ///
    /// `nil` when it names no client at all.
    init?(_ headers: HeaderFields, _ form: RequestParameters) throws(OAuthError) {
        for name in Self.parameters where form.isRepeated(name) {
            throw OAuthError(
                FormReason.repeatedParameter, facts: [Fact("parameter", "\(name)")])
        }
        guard headers.all("authorization").count <= 1 else {
            throw OAuthError(ClientReason.repeatedHeader)
        }
        if let assertion = try Self.assertion(form) {
            guard headers.basic == nil, form["client_secret"] == nil else {
                throw OAuthError(ClientReason.twoMethods)
            }
            self = .assertion(assertion)
            return
        }
        guard let basic = headers.basic else {
            guard let id = form["client_id"] else { return nil }
            let client = try Self.clientID(id)
            self = form["client_secret"].map { .secretPost(client, $0) } ?? .none(client)
            return
        }
        let (id, secret) = try Self.pair(basic)
        guard form["client_secret"] == nil else {
            throw OAuthError(ClientReason.twoMethods)
        }
        guard form["client_id"] == nil || form["client_id"] == id else {
            throw OAuthError(ClientReason.otherClientID)
        }
        let client = try Self.clientID(id)
        self = secret.isEmpty ? .none(client) : .secretBasic(client, secret)
    }

    private static let parameters: [StaticString] = [
        "client_id", "client_secret", "client_assertion", "client_assertion_type",
    ]

    /// A signed assertion (RFC 7521 §4.2). `client_id` need not be there beside it.
    private static func assertion(_ form: RequestParameters) throws(OAuthError) -> ClientAssertion? {
        let (text, type) = (form["client_assertion"], form["client_assertion_type"])
        guard text != nil || type != nil else { return nil }
        guard let text, let type, type.equals(ClientAssertion.type) else {
            throw OAuthError(ClientReason.assertionUnread, facts: type.map { [Fact("sent", $0)] } ?? [])
        }
        let assertion = try ClientAssertion(text)
        guard form["client_id"] == nil || form["client_id"] == WireText(assertion.client.rawValue) else {
            throw OAuthError(ClientReason.assertionOtherClient).of(assertion.client)
        }
        return assertion
    }

    private static func clientID(_ text: WireText) throws(OAuthError) -> ClientID {
        guard let id = ClientID(text) else {
            throw OAuthError(ClientReason.clientIDMalformed, facts: [Fact("sent", text)])
        }
        return id
    }

    private static func pair(
        _ text: ArraySlice<UInt8>
    ) throws(OAuthError) -> (id: WireText, secret: WireText) {
        guard let bytes = Base64.decode(text.filter { $0 != 0x20 }),
            let colon = bytes.firstIndex(of: UInt8(ascii: ":")),
            let id = RequestParameters.decode(bytes[..<colon]), !id.isEmpty,
            let secret = RequestParameters.decode(bytes[(colon + 1)...])
        else {
            throw OAuthError(ClientReason.malformedBasic)
        }
        return (id, secret)
    }
}

extension EndpointRequest {
    /// The request tried HTTP Basic, well-formed or not: a refusal has a challenge.
    var triesBasic: Bool { headers.basic != nil }
}

extension HeaderFields {
    /// What stands behind the name of the scheme Basic (RFC 7617 §2); `nil` where there is none.
    fileprivate var basic: ArraySlice<UInt8>? {
        guard let line = self["authorization"]?.bytes, line.count >= 5,
            line[..<5].equalsIgnoringCase("basic"), line.count == 5 || line[5] == 0x20
        else { return nil }
        return line[5...]
    }
}
