import OAuthCore
import OAuthModel
import Storage
import Synchronization
import WireText

/// An upstream that is elsewhere and does what the test says. Who logs in there is what the test writes behind `who=`.
final class ScriptedUpstream: UpstreamProvider {
    enum Turn: Sendable {
        case works
        case refuses(UpstreamRefusal)
        case fails
    }

    struct Script: Sendable {
        var begin = Turn.works
        var finish = Turn.works
        /// `nil`: nobody can say.
        var isLoggedIn: Bool? = false
        /// Who it is without being asked.
        var unasked: ResourceOwner?
        /// What whoever logs in may give.
        var ceiling: Scope?
        var contact: String?
        /// What it gives out with a login.
        var tokens: @Sendable () -> UpstreamTokens? = { nil }
        /// What it was asked, in order.
        var asked: [String] = []
    }

    static let address = "https://idp.example/login"

    private let script: Mutex<Script>

    init(_ change: (inout Script) -> Void = { _ in }) {
        var script = Script()
        change(&script)
        self.script = Mutex(script)
    }

    var asked: [String] { script.withLock { $0.asked } }

    func now(_ change: (inout Script) -> Void) {
        script.withLock { change(&$0) }
    }

    func begin(
        _ login: UpstreamLogin, hint: WireText?
    ) async throws(StoreError) -> Result<String, UpstreamRefusal> {
        let location =
            Self.address + "?state=" + login.state + (hint.map { "&for=" + percentEncoded($0) } ?? "")
        return try take("begin \(login.state)", \.begin).map { location }
    }

    func finish(
        _ answer: UpstreamAnswer, of login: UpstreamLogin
    ) async throws(StoreError) -> Result<UpstreamIdentity, UpstreamRefusal> {
        let who = answer["who"]?.shown ?? ""
        return try take("finish \(answer.state.shown)", \.finish).map {
            let script = script.withLock(\.self)
            return UpstreamIdentity(
                owner: ResourceOwner(id: who, name: who), ceiling: script.ceiling,
                contact: script.contact, tokens: script.tokens())
        }
    }

    func isLoggedIn(_ session: SessionSecret) async throws(StoreError) -> Bool {
        guard let isLoggedIn = note("session \(session.text)").isLoggedIn else { throw Self.outage }
        return isLoggedIn
    }

    func ownerUnasked(hint: WireText?) -> ResourceOwner? {
        script.withLock { $0.unasked }
    }

    private func take(
        _ question: String, _ turn: KeyPath<Script, Turn>
    ) throws(StoreError) -> Result<Void, UpstreamRefusal> {
        switch note(question)[keyPath: turn] {
        case .works: .success(())
        case .refuses(let refusal): .failure(refusal)
        case .fails: throw Self.outage
        }
    }

    private func note(_ question: String) -> Script {
        script.withLock { script in
            script.asked.append(question)
            return script
        }
    }

    private static let outage = StoreError.unavailable(reason: "the script says so")
}
