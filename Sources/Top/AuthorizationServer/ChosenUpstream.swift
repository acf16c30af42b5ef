import OAuthCore
import OAuthModel
import RouteManifest
import Router
import Storage

/// The upstream that the manifest chooses, and the pages that are its own. Here alone one is picked.
struct ChosenUpstream {
    let provider: any UpstreamProvider
    /// Nil of one that is elsewhere.
    let fake: FakeUpstreamPages?

    /// `nil` where nobody logs in.
    init?(_ manifest: Manifest, plan: RoutePlan, pages: RoutePages, store: any RecordStore, vault: Vault) {
        switch manifest.upstream {
        case .fake(let settings):
            guard let login = plan.route(.fakeAuthorize), let callback = plan.url(of: .fakeCallback) else {
                return nil
            }
            let upstream = FakeUpstream(
                loginPage: login.publicPath, callback: callback, users: settings.users,
                asksNobody: settings.autoApprove, session: settings.session,
                codeLifetime: manifest.tokens.authorizationCode, store: store, vault: vault)
            provider = upstream
            fake = FakeUpstreamPages(upstream: upstream, plan: plan, pages: pages)
        case nil: return nil
        }
    }
}
