import Cryptography
import EmbeddedStore
import HTTPServer
import Handlers
import OAuthCore
import OAuthModel
import Pages
import RouteManifest
import Router

extension AuthorizationServer {
    /// The routes, made of handlers, made of services, made of the store.
    ///
    /// - Parameter store: `nil` only checks: the routes are then compiled over a store in memory.
    static func compile(
        _ manifest: Manifest, plan: RoutePlan, file: ManifestFile, world: World, store opened: OpenStore?
    ) throws(LaunchError) -> CompiledRouter {
        let configuration = CoreConfiguration(manifest)
        let store = opened?.store ?? EmbeddedStore(memoryOnly: world.clock)
        let vault = Vault(
            serverSecret: opened?.secret ?? world.random.bytes(ServerSecretFile.length), random: world.random)
        let templates = TemplateFolder(path: file.templatesFolder)
        do throws(TemplateError) {
            let answers = PageAnswers(errorPage: try PageTemplate("error.html", in: templates))
            let services = services(
                manifest, configuration, plan: plan, store: store, storeName: opened?.name ?? "none",
                vault: vault,
                templates: templates, answers: answers, world: world)
            let catalog = HandlerCatalog(services, plan: plan)
            return try CompiledRouter(
                plan, clock: world.clock, options: CompiledRouter.Options(notFoundPage: answers.notFound())
            ) { (route) throws(TemplateError) in try catalog.handler(for: route) }
        } catch { throw .templates(error) }
    }

    private static func services(
        _ manifest: Manifest, _ configuration: CoreConfiguration, plan: RoutePlan, store: EmbeddedStore,
        storeName: String, vault: Vault, templates: TemplateFolder, answers: PageAnswers, world: World
    ) -> HandlerCatalog.Services {
        let clients = ClientDirectory(configuration: configuration, store: store, vault: vault)
        let upstream = manifest.fakeUpstream
        return HandlerCatalog.Services(
            clients: clients,
            registration: RegistrationService(configuration: configuration, store: store, vault: vault),
            authorization: AuthorizationService(
                configuration: configuration, clients: clients, transient: store, grants: store, vault: vault),
            tokens: TokenService(configuration: configuration, clients: clients, grants: store, vault: vault),
            introspection: IntrospectionService(configuration: configuration, grants: store, vault: vault),
            revocation: RevocationService(grants: store, vault: vault),
            upstream: OAuthCore.FakeUpstream(
                callback: plan.url(of: .fakeCallback) ?? "",
                users: (upstream?.users ?? []).map {
                    ResourceOwner(subject: Subject(rawValue: $0.id), name: $0.name)
                }, lifetimes: configuration.lifetimes, transient: store, vault: vault, clock: world.clock),
            autoApproves: upstream?.autoApprove ?? false, sessionLifetime: configuration.lifetimes.session,
            health: store, storeName: storeName, templates: templates, answers: answers,
            newBrowser: { BrowserBinding(random: world.random) })
    }
}

extension HTTPServer.Configuration {
    init(_ settings: ServerSettings, _ world: AuthorizationServer.World) {
        self.init(port: settings.port)
        hosts = settings.bind.map(\.text)
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
