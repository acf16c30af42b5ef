package import WireText

/// Ties the forms of pages for who runs the server to the browser that was shown them: whoever sits at this machine is let in without
/// a cookie, and another page could make their browser send a form.
package struct OperatorForms: Sendable {
    private let vault: Vault

    package init(vault: Vault) {
        self.vault = vault
    }

    package func newBrowser() -> BrowserBinding { BrowserBinding(random: vault.random) }

    package func token(for browser: BrowserBinding) -> String {
        vault.stepToken(.operation, about: "", in: browser)
    }

    package func isOwn(_ token: WireText, among browsers: [BrowserBinding]) -> Bool {
        vault.binding(of: token, for: .operation, about: "", among: browsers) != nil
    }
}
