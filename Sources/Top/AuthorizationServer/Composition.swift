import Cryptography
import Endpoint
import Handlers
import Logging
import OAuthCore
import OAuthModel
import Pages
import RouteManifest
import Router
import Storage
import Timeline
import Web
import WireText

/// The routes, made of handlers, made of services, made of the store.
struct Composition {
    private let plan: RoutePlan
    private let pages: RoutePages
    private let cookies: Cookies

    private let clients: ClientAuthenticator
    private let registration: RegistrationService
    /// Nil where nobody logs in.
    private let authorization: AuthorizationService?
    private let tokens: TokenService
    private let introspection: IntrospectionService
    private let revocation: RevocationService
    private let upstream: ChosenUpstream?
    private let startPage: StartPage
    private let health: any StoreHealth
    private let keySet: OwnKeySet?
    private let sink: any DecisionSink
    /// `nil` where no route shows it.
    private let timeline: Timeline?
    private let operatorToken: OperatorToken?
    private let isShared: Bool
    private let parts: LastingParts
    private let revision: PlanRevision

    init(
        _ files: ServedFiles, plan: RoutePlan, _ parts: LastingParts, _ revision: PlanRevision,
        keySet: OwnKeySet?, sink: any DecisionSink, timeline: Timeline?
    ) {
        let (manifest, pages) = (files.manifest, files.pages)
        let (world, vault, recent) = (parts.world, parts.vault, parts.recent)
        self.parts = parts
        self.revision = revision
        self.keySet = keySet
        self.timeline = timeline
        operatorToken = manifest.server.operatorToken.map { OperatorToken($0, issuer: plan.issuer.text) }
        isShared = manifest.store.shared != nil
        self.plan = plan
        self.sink = sink
        self.pages = pages
        cookies = Cookies(plan)
        let configuration = CoreConfiguration(manifest, tokenEndpoint: plan.url(of: .token))
        let store = parts.store
        let source = world.source(manifest)
        let documents = manifest.documents.map {
            ClientDocuments(
                $0, configuration: configuration, source: source,
                decisions: DocumentDecisions(store: store, vault: vault, uptime: world.uptime),
                uptime: world.uptime, pause: world.pause)
        }
        let directory = ClientDirectory(
            configuration: configuration, store: store, documents: documents, vault: vault)
        clients = ClientAuthenticator(
            configuration: configuration, clients: directory,
            keys: world.clientKeys(
                KeySets(
                    source: source, loopback: manifest.documents?.loopback ?? [], uptime: world.uptime)),
            store: store, vault: vault)
        registration = RegistrationService(configuration: configuration, store: store, vault: vault)
        let upstream = ChosenUpstream(
            manifest, plan: plan, pages: pages, world: world, store: store, vault: vault)
        self.upstream = upstream
        startPage = StartPage(manifest, plan)
        authorization = upstream.map {
            AuthorizationService(
                configuration: configuration, clients: directory, upstreams: $0.offered,
                transient: store, grants: store, vault: vault, recent: recent)
        }
        let sessions = UpstreamSessions(
            (upstream?.offered ?? []).refreshers, store: store, vault: vault, recent: recent,
            uptime: world.uptime, pause: world.pause)
        tokens = TokenService(
            configuration: configuration, clients: directory, grants: store, vault: vault,
            limits: parts.issueLimits,
            patience: StorePatience(
                wait: manifest.tokens.refreshStoreWait, uptime: world.uptime, pause: world.pause),
            sessions: sessions, recent: recent)
        introspection = IntrospectionService(grants: store, vault: vault, recent: recent)
        revocation = RevocationService(
            grants: store, vault: vault, sessions: sessions, recent: recent)
        health = SharedHealth(store, uptime: world.uptime)
    }

    /// The routes with what answers on them.
    ///
    /// - Parameter windows: What rate limits have counted so far.
    func table(windows: RateWindows) throws(LaunchError) -> CompiledRouter {
        try CompiledRouter(
            plan, clock: parts.world.clock,
            options: CompiledRouter.Options(
                pages.answers, counting: parts.counting, windows: windows, seen: timeline.map { $0.see }),
            target: target)
    }

    /// What answers on a route that is on. The one list of handlers and their code.
    func target(of route: PlannedRoute) throws(LaunchError) -> RouteTarget {
        switch route.binding {
        case .metadata: return .document(plan.metadataDocument)
        case .authorize:
            return telling(
                AuthorizationHandler(
                    authorization: try present(authorization, for: route),
                    consentPage: try pages.template(of: route), choicePage: pages.choice,
                    answers: pages.answers, cookies: cookies, path: route.publicPath,
                    plainHTTPIssuer: plan.plainHTTPIssuer))
        case .token: return telling(TokenHandler(clients: clients, tokens: tokens))
        case .register: return telling(RegistrationHandler(registration: registration))
        case .introspect:
            return telling(
                IntrospectionHandler(
                    clients: clients, introspection: introspection,
                    takesCredentials: route.callers.resourceServers,
                    loopback: route.callers.loopback.map { trust in { @Sendable in trust.trusts($0) } }))
        case .revoke: return telling(RevocationHandler(clients: clients, revocation: revocation))
        case .jwks:
            let keySet = try present(keySet, for: route)
            return .live(keySet.document, absence: Telling(KeySetHandler(keys: keySet.keys), to: sink))
        case .fakeAuthorize:
            return telling(try present(upstream?.fake, for: route).login(route))
        case .fakeCallback:
            return telling(try callback(of: .fake, at: route))
        case .upstreamCallback(let name): return telling(try callback(of: name, at: route))
        case .fakeLogout:
            return telling(try present(upstream?.fake, for: route).logout(route))
        case .flows: return telling(try flows(route))
        case .style: return .stamped(try pages.styleSheet(of: route))
        case .start:
            return telling(
                StartHandler(
                    page: startPage, template: try pages.template(of: route), answers: pages.answers,
                    attempts: attempts))
        case .health:
            return telling(
                HealthHandler(
                    store: health, storeName: parts.chosen.store.name, issuer: plan.issuer.text,
                    plan: HealthHandler.Plan(
                        digest: revision.digest, since: revision.since,
                        refusedAt: { [refused = parts.refusedFiles] in refused.moment })))
        case .openAPI: return .document(plan.openAPIDocument(version: AuthorizationServer.version))
        case .respond(let answer):
            return .document(try StaticDocument(answer, of: route, in: plan, pages))
        }
    }

    private func callback(
        of upstream: UpstreamName, at route: PlannedRoute
    ) throws(LaunchError) -> UpstreamCallbackHandler {
        UpstreamCallbackHandler(
            authorization: try present(authorization, for: route), upstream: upstream, answers: pages.answers,
            cookies: cookies, authorizePath: plan.route(.authorize)?.publicPath ?? "/")
    }

    private func flows(_ route: PlannedRoute) throws(LaunchError) -> FlowsHandler {
        guard let timeline, let flow = pages.flow, let operatorPage = pages.operatorPage else {
            throw .noTemplate(route.name)
        }
        let process = ProcessName.own
        return FlowsHandler(
            FlowsHandler.View(
                timeline: timeline, list: try pages.template(of: route), flow: flow,
                process: isShared ? process : nil),
            door: FlowsHandler.Door(
                access: access(to: route), forms: OperatorForms(vault: parts.vault), page: operatorPage),
            answers: pages.answers, cookies: cookies, path: route.publicPath, origin: plan.issuer.origin,
            exports: FlowExports(
                issuer: plan.issuer.text, version: AuthorizationServer.version, process: process),
            events: FlowEvents(timeline, random: parts.world.random))
    }

    /// For who may see the timeline: whoever is let in there.
    private var attempts: StartHandler.Attempts? {
        guard let timeline, let route = plan.route(.flows) else { return nil }
        return StartHandler.Attempts(timeline, access: access(to: route), path: route.publicPath)
    }

    private func access(to route: PlannedRoute) -> OperatorAccess {
        OperatorAccess(
            loopback: route.callers.operators?.loopback.map { trust in { @Sendable in trust.trusts($0) } },
            token: operatorToken, cookies: cookies, clock: parts.world.clock, random: parts.world.random)
    }

    /// Whatever an endpoint decides is told: there is no other way to bind one to a route.
    private func telling(_ handler: some DecidingHandler) -> RouteTarget {
        .handler(Telling(handler, to: sink, uptime: timeline == nil ? nil : parts.world.uptime))
    }

    /// What a checked manifest has wherever it has the route.
    private func present<Part>(_ part: Part?, for route: PlannedRoute) throws(LaunchError) -> Part {
        guard let part else { throw .noUpstream(route.name) }
        return part
    }
}

extension Cookies {
    init(_ plan: RoutePlan) {
        self.init(isSecure: plan.issuer.isHTTPS)
    }
}

extension RoutePlan {
    /// Host and port of the issuer, where what is sent to it can be read on its way.
    var plainHTTPIssuer: String? { issuer.isPlainHTTP ? issuer.authority.description : nil }
}

extension CompiledRouter.Options {
    /// What people are shown that no route answers.
    init(
        _ answers: PageAnswers, counting: SharedCounting? = nil, windows: RateWindows = RateWindows(),
        seen: (@Sendable (SeenRequest, RequestHead) -> Void)? = nil
    ) {
        self.init(
            notFoundPage: answers.notFound(), tooManyRequestsPage: answers.tooManyRequests(),
            methodNotAllowedPage: answers.methodNotAllowed,
            misdirectedPage: { answers.misdirected(from: $0.issuer, advice: $0.advice) },
            headerTooLargePage: answers.headerTooLarge(), sharedCounting: counting,
            windows: windows, seen: seen)
    }
}

extension AuthorizationServer {
    /// What seals for this store, and says so once when something doesn't open.
    static func vault(_ chosen: ChosenStore, _ world: World, _ logger: Logger) -> Vault {
        let damage = DamageReports { kind in
            logger.warning(
                "store",
                metadata: ["event": "a record (\(kind)) is damaged: it doesn't open, and counts as absent"])
        }
        return Vault(
            serverSecret: chosen.secret, random: world.random, clock: world.clock, damage: damage)
    }

    static func sharedCounting(
        _ counter: any RequestCounter, _ vault: Vault, _ logger: Logger
    ) -> SharedCounting {
        let limits = SharedLimits(counter: counter, vault: vault)
        return SharedCounting { (peer, route, rate) async throws(CountingFailure) in
            do throws(StoreError) {
                return try await limits.admit(peer, to: route, limit: rate.count, period: rate.period)
            } catch { throw CountingFailure(reason: error.reason) }
        } whenAlone: { reason in
            logger.warning(
                "shared rate limits are counted by each process alone", metadata: ["reason": "\(reason)"])
        }
    }
}
