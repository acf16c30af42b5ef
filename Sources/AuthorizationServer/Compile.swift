import Cryptography
import EmbeddedStore
import Endpoint
import HTTPServer
import Handlers
import Logging
import OAuthCore
import OAuthModel
import RouteManifest
import Router
import WireText

extension AuthorizationServer {
    /// The routes, made of handlers, made of services, made of the store.
    static func compile(
        _ manifest: Manifest, plan: RoutePlan, pages: RoutePages, world: World, opened: OpenStore,
        logger: Logger
    ) -> CompiledRouter {
        let damage = DamageReports { kind in
            logger.warning(
                "store",
                metadata: ["event": "a record (\(kind)) is damaged: it doesn't open, and counts as absent"])
        }
        let vault = Vault(serverSecret: opened.secret, random: world.random, damage: damage)
        let services = services(
            manifest, plan: plan, pages: pages, world: world, opened: opened, vault: vault)
        let catalog = HandlerCatalog(services, plan: plan)
        return CompiledRouter(
            plan, clock: world.clock,
            options: CompiledRouter.Options(
                notFoundPage: pages.answers.notFound(),
                tooManyRequestsPage: pages.answers.tooManyRequests(),
                methodNotAllowedPage: pages.answers.methodNotAllowed,
                misdirectedPage: pages.answers.misdirected,
                headerTooLargePage: pages.answers.headerTooLarge(),
                sharedCounting: opened.counter.map { counter in
                    SharedCounting(SharedLimits(counter: counter, vault: vault)) { reason in
                        logger.warning(
                            "shared rate limits are counted by each process alone",
                            metadata: ["reason": "\(reason)"])
                    }
                }),
            handler: catalog.handler)
    }

    private static func services(
        _ manifest: Manifest, plan: RoutePlan, pages: RoutePages, world: World, opened: OpenStore,
        vault: Vault
    ) -> HandlerCatalog.Services {
        let configuration = CoreConfiguration(manifest)
        let store = opened.store
        let clients = ClientDirectory(configuration: configuration, store: store, vault: vault)
        let upstream = manifest.fakeUpstream
        return HandlerCatalog.Services(
            clients: clients,
            registration: RegistrationService(configuration: configuration, store: store, vault: vault),
            authorization: AuthorizationService(
                configuration: configuration, clients: clients, transient: store, grants: store, vault: vault),
            tokens: TokenService(
                configuration: configuration, clients: clients, grants: store, vault: vault,
                clock: world.clock,
                patience: StorePatience(
                    wait: manifest.tokens.refreshStoreWait, uptime: world.uptime, pause: world.pause)),
            introspection: IntrospectionService(configuration: configuration, grants: store, vault: vault),
            revocation: RevocationService(grants: store, vault: vault),
            upstream: FakeUpstream(
                callback: plan.url(of: .fakeCallback) ?? "",
                users: (upstream?.users ?? []).map {
                    ResourceOwner(subject: Subject(rawValue: $0.id), name: WireText($0.name))
                }, lifetimes: configuration.lifetimes, transient: store, vault: vault),
            sessions: UpstreamSessions(
                lifetime: configuration.lifetimes.session, store: store, vault: vault),
            autoApproves: upstream?.autoApprove ?? false,
            health: SharedHealth(store, uptime: world.uptime), storeName: opened.name, pages: pages,
            newBrowser: { BrowserBinding(random: world.random) })
    }
}

extension HTTPServer.Configuration {
    init(_ settings: ServerSettings, _ world: AuthorizationServer.World) {
        self.init(port: settings.port)
        hosts = settings.bind.map(\.text)
        trustedProxies = TrustedProxies(settings.trustedProxies)
        if let loops = world.loops { self.loops = loops }
        maximumConnections = settings.connectionLimit
        headLimit = settings.headLimit
        idleTimeout = settings.idleTimeout
        headTimeout = settings.headTimeout
        bodyTimeout = settings.bodyTimeout
        writeTimeout = settings.writeTimeout
        shutdownTimeout = settings.shutdownTimeout
        let clock = world.clock
        unixTime = { Int(clock.now.seconds) }
    }
}
