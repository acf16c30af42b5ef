import Cryptography
import WireText

/// What a browser sends here that nobody may send in its place.
enum BoundStep: String {
    /// The form of the consent page.
    case consent
    /// The form of the fake upstream's login page.
    case login
    /// A form of a page for who runs the server.
    case operation
    /// The way back from an upstream.
    case callback
    /// The way back to the client from a form that comes too late.
    case back
}

/// What stands hidden in a form or goes through an upstream, so that nobody else's page can bring it: only this server can make
/// it, and it fits one step, about one thing, in one browser. Another tab with the same step about another thing does not make it
/// invalid. It also tells which of a browser's bindings it was made for.
extension Vault {
    /// 43 characters of base64url.
    func stepToken(_ step: BoundStep, about name: WireText, in browser: BrowserBinding) -> String {
        Base64URL.encode(stepBinding(step, name, browser))
    }

    /// The binding that the token was made for, if this browser has it.
    func binding(
        of token: WireText, for step: BoundStep, about name: WireText, among browsers: [BrowserBinding]
    ) -> BrowserBinding? {
        guard let sent = token.ascii.flatMap({ Base64URL.decode($0) }) else { return nil }
        return browsers.first { constantTimeEqual(sent, stepBinding(step, name, $0)) }
    }

    private func stepBinding(_ step: BoundStep, _ name: WireText, _ browser: BrowserBinding) -> [UInt8] {
        binding(Array(step.rawValue.utf8), name.bytes, browser.bytes)
    }
}
