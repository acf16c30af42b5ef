package import JSON
package import OAuthCore
package import OAuthModel
import Web
package import WireText

/// A provider that is asked over HTTP: OpenID Connect, or OAuth 2 alone.
///
/// What it serves to everybody is kept; of a login nothing is. Whatever it answers is a stranger's text.
package final class RemoteProvider: Sendable {
    /// Who it is by the rules of the manifest, or why nobody.
    package typealias Identify =
        @Sendable (JSONObject, UpstreamTokens?) -> Result<UpstreamIdentity, UpstreamRefusal>

    package let settings: ProviderSettings
    /// The redirect URI to be registered there.
    package let callback: String
    let transport: any UpstreamTransport
    let clock: Clock
    private let identify: Identify
    /// Nil of one whose addresses the operator wrote.
    private let discovery: KeptAnswer<KnownProvider>?
    let keys: ProviderKeys

    package init(
        _ settings: ProviderSettings, callback: String, transport: any UpstreamTransport, clock: Clock,
        uptime: Uptime, identify: @escaping Identify
    ) {
        self.settings = settings
        self.callback = callback
        self.transport = transport
        self.clock = clock
        self.identify = identify
        let asking = ProviderQuestions(name: settings.name, transport: transport)
        discovery =
            switch settings.endpoints {
            case .discovered(let provider):
                KeptAnswer(uptime: uptime) { await asking.configuration(of: provider) }
            case .written: nil
            }
        keys = ProviderKeys(uptime: uptime) { await asking.keys(at: $0) }
    }

    /// Where it is asked.
    func known() async -> Result<KnownProvider, UpstreamRefusal> {
        if let discovery { return await discovery.copy().map(\.value) }
        guard case .written(let written) = settings.endpoints else {
            return .failure(refusal(.discoveryMalformed, []))
        }
        do throws(UnusableAddress) { return .success(try KnownProvider(written)) } catch {
            return .failure(refusal(.discoveryMalformed, error.facts))
        }
    }

    func refusal(_ reason: UpstreamReason, _ facts: [Fact]) -> UpstreamRefusal {
        UpstreamRefusal(reason, of: settings.name, facts)
    }
}

extension RemoteProvider: UpstreamProvider {
    package func begin(
        _ login: UpstreamLogin, hint: WireText?
    ) async -> Result<String, UpstreamRefusal> {
        await known().map { provider in
            LoginAddress(settings: settings, provider: provider, callback: callback).text(login, hint: hint)
        }
    }

    package func finish(
        _ answer: UpstreamAnswer, of login: UpstreamLogin
    ) async -> Result<UpstreamIdentity, UpstreamRefusal> {
        await proven(answer, of: login).flatMap { identify($0.claims, $0.tokens) }
    }

    /// Nobody knows here who is logged in there.
    package func isLoggedIn(_ session: SessionSecret) async -> Bool { false }

    package func ownerUnasked(hint: WireText?) -> ResourceOwner? { nil }
}

extension UpstreamRefusal {
    init(_ reason: UpstreamReason, of name: UpstreamName, _ facts: [Fact]) {
        self.init(reason, facts: [Fact("upstream", name.rawValue)] + facts)
    }
}

extension UnusableAddress {
    var facts: [Fact] {
        [Fact("member", member)] + (flaw.map { [Fact("because", "\($0)")] } ?? [])
    }
}
