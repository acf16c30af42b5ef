import JOSE
import JSON
import OAuthModel
import Web
import WireText

/// The keys of a client (RFC 7591 §2). Also where no method of authentication needs them, whoever sends one that is not public has
/// given it away, and should learn of it.
extension StatedMetadata {
    func checkKeys() throws(OAuthError) {
        guard let keys = self["jwks"] else { return }
        guard self["jwks_uri"] == nil else {
            throw OAuthError(RegistrationReason.keysTwice)
        }
        if let name = Self.secretMember(of: keys) {
            throw OAuthError(RegistrationReason.keyNotPublic, quoting: name)
        }
    }

    /// What a client proves itself by that signs; `nil` where it says nothing of it.
    ///
    /// - Parameter loopback: Where on this machine keys may be fetched from.
    func keys(loopback: [LoopbackPlace] = []) throws(OAuthError) -> ClientKeys? {
        if let set = self["jwks"] {
            do {
                guard let object = set.object else { throw JSONWebKeySetFlaw.noKeys }
                _ = try JSONWebKeySet(usable: object)
                return .inline(object)
            } catch {
                throw OAuthError(RegistrationReason.keysUnusable, facts: [Fact("because", "\(error)")])
            }
        }
        guard let value = self["jwks_uri"] else { return nil }
        do {
            guard let text = value.string else { throw FetchURLFlaw.malformed }
            _ = try FetchURL(text, loopback: loopback)
            return .at(text)
        } catch {
            throw OAuthError(
                RegistrationReason.keysURIMalformed, quoting: value.string,
                facts: [Fact("because", "\(error)")])
        }
    }

    /// Wherever it stands: a key in the wrong place has been sent all the same.
    private static func secretMember(of value: JSONValue) -> WireText? {
        for element in value.array ?? [] {
            if let found = secretMember(of: element) { return found }
        }
        guard let object = value.object else { return nil }
        if let found = object.secretMember { return found }
        for (_, value) in object.members {
            if let found = secretMember(of: value) { return found }
        }
        return nil
    }
}
