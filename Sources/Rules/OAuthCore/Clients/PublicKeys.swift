import JSON
import OAuthModel
import WireText

/// The keys of a client (RFC 7591 §2). Also where no method of authentication needs them, whoever sends one that is not public has
/// given it away, and should learn of it.
extension StatedMetadata {
    /// Members of private and symmetric keys (RFC 7518 §6.2.2, §6.3.2, §6.4.1; `priv` is that of the type AKP).
    private static let secretMembers: Set<WireText> = ["d", "p", "q", "dp", "dq", "qi", "oth", "k", "priv"]

    func checkKeys() throws(OAuthError) {
        guard let keys = self["jwks"] else { return }
        guard self["jwks_uri"] == nil else {
            throw OAuthError(RegistrationReason.keysTwice)
        }
        if let name = Self.secretMember(of: keys) {
            throw OAuthError(RegistrationReason.keyNotPublic, quoting: name)
        }
    }

    /// Wherever it stands: a key in the wrong place has been sent all the same.
    private static func secretMember(of value: JSONValue) -> WireText? {
        for element in value.array ?? [] {
            if let found = secretMember(of: element) { return found }
        }
        for (name, value) in value.object?.members ?? [] where value != .null {
            if secretMembers.contains(name) || (name.equals("kty") && value == "oct") { return name }
            if let found = secretMember(of: value) { return found }
        }
        return nil
    }
}
