import Cryptography
import OAuthCore
import OAuthModel
import RouteManifest
import Router
import Storage
import Upstreams

/// The upstreams that the manifest chooses, and the pages that are of one of them. Here alone they are picked.
struct ChosenUpstream {
    /// In the order of the manifest, the fake login last.
    let offered: [OfferedUpstream]
    /// Nil where there is no fake login.
    let fake: FakeUpstreamPages?

    /// `nil` where nobody logs in.
    init?(
        _ manifest: Manifest, plan: RoutePlan, pages: RoutePages, world: AuthorizationServer.World,
        store: any RecordStore, vault: Vault
    ) {
        let fake = Self.fake(manifest, plan: plan, store: store, vault: vault)
        var offered: [OfferedUpstream] = manifest.upstreams.compactMap { settings in
            guard let callback = plan.callback(of: settings.name) else { return nil }
            let provider = RemoteProvider(
                settings, callback: callback,
                transport: world.transport(to: settings),
                clock: world.clock, uptime: world.uptime,
                identify: Identification(settings, in: manifest).identify)
            return OfferedUpstream(
                name: settings.name, title: settings.title, provider: provider,
                refresher: settings.refreshing.isChecked ? provider : nil)
        }
        if let fake {
            offered.append(
                OfferedUpstream(
                    name: .fake, title: "Demo login", provider: world.upstream(fake),
                    refresher: world.refresher))
        }
        guard !offered.isEmpty else { return nil }
        self.offered = offered
        self.fake = fake.map { FakeUpstreamPages(upstream: $0, plan: plan, pages: pages) }
    }

    private static func fake(
        _ manifest: Manifest, plan: RoutePlan, store: any RecordStore, vault: Vault
    ) -> FakeUpstream? {
        guard case .fake(let settings)? = manifest.upstream, let login = plan.route(.fakeAuthorize),
            let callback = plan.url(of: .fakeCallback)
        else { return nil }
        return FakeUpstream(
            loginPage: login.publicPath, callback: callback, users: settings.users,
            asksNobody: settings.autoApprove, session: settings.session,
            codeLifetime: manifest.tokens.authorizationCode, store: store, vault: vault)
    }
}

extension UpstreamRefreshing {
    fileprivate var isChecked: Bool {
        if case .checked = self { true } else { false }
    }
}

extension RoutePlan {
    /// The redirect URI to be registered at a provider; nil where nobody is sent there.
    func callback(of name: UpstreamName) -> String? {
        routes.first { $0.binding == .upstreamCallback(name) }.map(url)
    }
}
