import Cryptography
import WireText

/// The forms of this server's pages that do something.
enum ProtectedForm: String {
    case consent
    case login
}

/// What stands hidden in a form, so that nobody else's page can send it: only this server can make it, and it fits one form, about
/// one thing, in one browser. Another tab with the same form about another thing does not make it invalid.
extension Vault {
    /// 43 characters of base64url.
    func formToken(_ form: ProtectedForm, about name: WireText, in browser: BrowserBinding) -> String {
        Base64URL.encode(formBinding(form, name, browser))
    }

    func accepts(
        _ token: WireText, from form: ProtectedForm, about name: WireText, in browser: BrowserBinding
    ) -> Bool {
        guard let sent = token.ascii.flatMap({ Base64URL.decode($0) }) else { return false }
        return constantTimeEqual(sent, formBinding(form, name, browser))
    }

    private func formBinding(_ form: ProtectedForm, _ name: WireText, _ browser: BrowserBinding) -> [UInt8] {
        binding(Array(form.rawValue.utf8), name.bytes, browser.bytes)
    }
}
