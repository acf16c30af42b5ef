import Cryptography
import JSON
package import OAuthModel
package import Storage
package import WireText

/// An upstream provider that lets anyone be whoever they like, and behaves as a real one otherwise: it answers only to the
/// callback that it knows, with a code that is good once and for as long as an authorization code of this server.
package struct FakeUpstream: Sendable {
    /// The callback of this server, the only redirect URI accepted.
    package let callback: String
    package let users: [ResourceOwner]
    private let codeLifetime: Duration
    private let transient: any RecordStore
    private let vault: Vault

    package init(
        callback: String, users: [ResourceOwner], codeLifetime: Duration, transient: any RecordStore,
        vault: Vault
    ) {
        self.callback = callback
        self.users = users
        self.codeLifetime = codeLifetime
        self.transient = transient
        self.vault = vault
    }

    /// The demo user of this id, or whoever it names.
    package func owner(_ text: WireText) -> ResourceOwner? {
        guard let id = text.ascii else { return nil }
        if let user = users.first(where: { $0.subject.rawValue == id }) { return user }
        guard ChosenUserID.isValid(id) else { return nil }
        return ResourceOwner(subject: Subject(rawValue: id), name: text)
    }

    package func newOwner() -> ResourceOwner {
        let id = "user-" + Base64URL.encode(vault.random.bytes(9))
        return ResourceOwner(id: id, name: id)
    }

    /// Makes the single-use code that stands for this login.
    ///
    /// - Parameter peer: Who logs in, in bytes that are the same for requests that count together.
    package func issueCode(for owner: ResourceOwner, peer: [UInt8]) async throws(StoreError) -> String {
        let code = Base64URL.encode(vault.random.bytes(32))
        let login = UpstreamLogin(owner: owner)
        try await transient.insert(
            try vault.seal(login, under: Array(code.utf8), for: codeLifetime), as: .upstreamCode,
            under: vault.digest(Array(code.utf8)),
            lifetime: codeLifetime, owner: vault.owner(peer))
        return code
    }

    /// Who logged in; `nil` when the code is unknown, spent or expired.
    package func redeem(code: WireText) async throws(StoreError) -> ResourceOwner? {
        guard let taken = try await transient.take(.upstreamCode, vault.digest(code.bytes)),
            let login: UpstreamLogin = vault.open(taken, under: code.bytes)
        else { return nil }
        return login.owner
    }

    /// Where the login leads back to.
    package func location(code: String, state: WireText) -> String {
        RedirectURI(callback).adding([("code", WireText(code)), ("state", state)])
    }

    /// Ties a login form to the browser that was shown it.
    package func csrf(state: WireText, browser: BrowserBinding) -> String {
        vault.stepToken(.login, about: state, in: browser)
    }

    /// The browser that was shown the form with this token, if it is the one that has these.
    package func browser(
        csrf: WireText, state: WireText, among browsers: [BrowserBinding]
    ) -> BrowserBinding? {
        vault.binding(of: csrf, for: .login, about: state, among: browsers)
    }
}

private struct UpstreamLogin: SealableRecord {
    static let kind = SealedKind.record(.upstreamCode)

    let owner: ResourceOwner

    init(owner: ResourceOwner) {
        self.owner = owner
    }

    var json: JSONObject {
        owner.json
    }

    init?(json: JSONValue) {
        guard let owner = ResourceOwner(json: json) else { return nil }
        self.owner = owner
    }
}
