import Cryptography
import WireText

/// The `state` that goes through an upstream: 32 random bytes, a dot, and for which of a browser's bindings it was made. 87 characters.
///
/// So it is known without a look into the store whether it came back to the browser that it left from, and with which binding its
/// record is found.
struct UpstreamStateName {
    private let name: WireText
    private let token: WireText

    var text: String { name.shown + "." + token.shown }

    init(_ vault: Vault, in browser: BrowserBinding) {
        name = WireText(Base64URL.encode(vault.random.bytes(32)))
        token = WireText(vault.stepToken(.callback, about: name, in: browser))
    }

    /// `nil` unless it has the shape of one that this server made.
    init?(_ sent: WireText) {
        let bytes = sent.bytes
        guard bytes.count == 87, bytes[43] == UInt8(ascii: "."),
            let name = WireText(validating: bytes[..<43]),
            let token = WireText(validating: bytes[44...])
        else { return nil }
        self.name = name
        self.token = token
    }

    /// What else binds the login with this state.
    func login(_ vault: Vault) -> UpstreamLogin {
        func derived(_ purpose: StaticString) -> String {
            Base64URL.encode(vault.binding(Array("\(purpose)".utf8), name.bytes))
        }
        return UpstreamLogin(
            state: text, verifier: derived("upstream verifier"), nonce: derived("upstream nonce"))
    }

    func binding(_ vault: Vault, among browsers: [BrowserBinding]) -> BrowserBinding? {
        vault.binding(of: token, for: .callback, about: name, among: browsers)
    }
}
