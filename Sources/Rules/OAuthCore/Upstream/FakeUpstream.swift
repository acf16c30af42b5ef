import Cryptography
import JSON
package import OAuthModel
package import Storage
package import WireText

/// An upstream provider that lets anyone be whoever they like, and behaves as a real one otherwise: it answers only to the
/// callback that it knows, with a code that is good once and for as long as an authorization code of this server.
package struct FakeUpstream: Sendable {
    private let loginPage: String
    /// The callback of this server, the only redirect URI accepted.
    package let callback: String
    package let users: [ResourceOwner]
    private let asksNobody: Bool
    package let sessions: FakeSessions
    private let codeLifetime: Duration
    private let transient: any RecordStore
    private let vault: Vault

    /// - Parameters:
    ///   - loginPage: Where a browser finds it.
    ///   - asksNobody: Consent and login finish by themselves, for tests without a browser.
    package init(
        loginPage: String, callback: String, users: [ResourceOwner], asksNobody: Bool, session: Duration,
        codeLifetime: Duration, store: any RecordStore, vault: Vault
    ) {
        self.loginPage = loginPage
        self.callback = callback
        self.users = users
        self.asksNobody = asksNobody
        sessions = FakeSessions(lifetime: session, store: store, vault: vault)
        self.codeLifetime = codeLifetime
        transient = store
        self.vault = vault
    }

    /// Ends a login on its page: makes the single-use code that stands for it, and says where to take it.
    ///
    /// - Parameter peer: Who logs in, in bytes that are the same for requests that count together.
    package func issueCode(
        for owner: ResourceOwner, state: WireText, peer: [UInt8]
    ) async throws(StoreError) -> String {
        let code = Base64URL.encode(vault.random.bytes(32))
        try await transient.insert(
            try vault.seal(FakeLogin(owner: owner), under: Array(code.utf8), for: codeLifetime),
            as: .upstreamCode, under: vault.digest(Array(code.utf8)),
            lifetime: codeLifetime, owner: vault.owner(peer))
        return RedirectURI(callback).adding([("code", WireText(code)), ("state", state)])
    }
}

extension FakeUpstream: UpstreamProvider {
    package func begin(_ login: UpstreamLogin, hint: WireText?) -> Result<String, UpstreamRefusal> {
        .success(
            loginPage + "?redirect_uri=" + percentEncoded(callback) + "&state=" + login.state
                + (hint.map { "&login_hint=" + percentEncoded($0) } ?? ""))
    }

    package func finish(
        _ answer: UpstreamAnswer, of login: UpstreamLogin
    ) async throws(StoreError) -> Result<UpstreamIdentity, UpstreamRefusal> {
        if answer["error"] == "access_denied" { return .failure(.denied) }
        guard let code = answer["code"] else { return .failure(.noCode) }
        guard let taken = try await transient.take(.upstreamCode, vault.digest(code.bytes)),
            let kept: FakeLogin = vault.open(taken, under: code.bytes)
        else { return .failure(.unknownCode) }
        return .success(UpstreamIdentity(owner: kept.owner))
    }

    package func isLoggedIn(_ session: SessionSecret) async throws(StoreError) -> Bool {
        try await sessions.owner(session) != nil
    }

    package func ownerUnasked(hint: WireText?) -> ResourceOwner? {
        asksNobody ? hint.flatMap(owner) ?? users.first ?? newOwner() : nil
    }
}

/// What its login page asks.
extension FakeUpstream {
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

    package func newBrowser() -> BrowserBinding { BrowserBinding(random: vault.random) }

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

private struct FakeLogin: SealableRecord {
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
