import ControlSocket
package import Cryptography
import EmbeddedStore
import Endpoint
import HTTPServer
import Handlers
package import Logging
import NIOCore
import NIOPosix
package import OAuthCore
package import OAuthModel
package import RouteManifest
package import Router
import ServiceLifecycle
package import Storage
import Synchronization
package import Timeline
package import Upstreams
import Web

/// The composition root: from a checked manifest to a server that listens. Here, and nowhere else, a store is
/// chosen and the rules are given to the handlers.
package struct AuthorizationServer: Service {
    package static let version = "0.1.0"

    /// What is listened on, in numbers: `127.0.0.1:3001`, `[::1]:3001`.
    package var addresses: [String] { server.addresses }
    package let plan: RoutePlan
    /// For its operator.
    package let documentDecisions: DocumentDecisions
    /// What it saw; `nil` where nobody may look.
    package let timeline: Timeline?
    private let server: HTTPServer
    private let store: any OpenedStore
    private let keys: OwnKeys?
    private let log: DecisionLog
    private let opened: Opened

    /// What may be put in the place of the real world, for tests.
    package struct World: Sendable {
        package var clock: Clock
        /// Whether the clock is one that was given; else a store that has a clock of its own goes by that.
        package let isClockGiven: Bool
        /// Goes along with a clock that was given, unless it is given too.
        package var uptime: Uptime
        /// Lets time pass.
        package var pause: @Sendable (Duration) async throws -> Void
        package var random: RandomSource
        /// Event loops; `nil`: one for each core.
        package var loops: Int?
        /// What stands in front of the store that the manifest chooses.
        package var store: @Sendable (any AuthorizationStore) -> any AuthorizationStore
        /// What stands in the place of the upstream that the manifest chooses.
        package var upstream: @Sendable (any UpstreamProvider) -> any UpstreamProvider
        /// What is asked whether a login holds that the one in its place vouched for.
        package var refresher: (any UpstreamRefresher)?
        /// What asks a provider; nil: the Internet.
        package var providerTransport: (@Sendable (ProviderSettings) -> any UpstreamTransport)?
        /// What fetches the documents of clients; nil: the Internet.
        package var documents: (any DocumentSource)?
        /// What stands in the place of what fetches the keys of clients.
        package var clientKeys: @Sendable (any ClientKeySource) -> any ClientKeySource
        /// Who is told of decisions beside the log.
        package var decisions: (any DecisionSink)?
        /// Bounds the file of the embedded store, in pages of 4 KiB, as a full disk would.
        package var storePageLimit: Int?
        /// How long clients and the store, where they are there, are waited for; nil: as the manifest and the store have it.
        package var patience: Duration?
        /// How long a request waits for a connection to a store that is elsewhere; nil: as ``patience``.
        package var storeGrace: Duration?

        package init(
            clock: Clock? = nil, uptime: Uptime? = nil,
            pause: @escaping @Sendable (Duration) async throws -> Void = { try await Task.sleep(for: $0) },
            random: RandomSource = .system, loops: Int? = nil,
            store: @escaping @Sendable (any AuthorizationStore) -> any AuthorizationStore = { $0 },
            upstream: @escaping @Sendable (any UpstreamProvider) -> any UpstreamProvider = { $0 },
            refresher: (any UpstreamRefresher)? = nil,
            providerTransport: (@Sendable (ProviderSettings) -> any UpstreamTransport)? = nil,
            documents: (any DocumentSource)? = nil,
            clientKeys: @escaping @Sendable (any ClientKeySource) -> any ClientKeySource = { $0 },
            decisions: (any DecisionSink)? = nil, storePageLimit: Int? = nil, patience: Duration? = nil,
            storeGrace: Duration? = nil
        ) {
            self.clock = clock ?? .system
            isClockGiven = clock != nil
            self.uptime = uptime ?? clock.map(Uptime.init(with:)) ?? .system
            self.pause = pause
            self.random = random
            self.loops = loops
            self.store = store
            self.upstream = upstream
            self.refresher = refresher
            self.providerTransport = providerTransport
            self.documents = documents
            self.clientKeys = clientKeys
            self.decisions = decisions
            self.storePageLimit = storePageLimit
            self.patience = patience
            self.storeGrace = storeGrace
        }
    }

    /// Opens the store, compiles the routes and listens. When it throws, nothing is left open.
    package static func start(
        _ manifest: Manifest, pages: RoutePages, file: ManifestFile, world: World = World(), logger: Logger,
        telling fields: DecisionLog.Fields = .all
    ) async throws(LaunchError) -> AuthorizationServer {
        var opened = Opened()
        do throws(LaunchError) {
            return try await start(
                manifest, pages: pages, file: file, world: world, log: (logger, fields), noting: &opened)
        } catch {
            await opened.close()
            throw error
        }
    }

    private static func start(
        _ manifest: Manifest, pages: RoutePages, file: ManifestFile, world: World,
        log: (logger: Logger, fields: DecisionLog.Fields), noting opened: inout Opened
    ) async throws(LaunchError) -> AuthorizationServer {
        let logger = log.logger
        let plan = RoutePlan(manifest)
        let log = DecisionLog(logger, log.fields, uptime: world.uptime)
        let recent = RecentGrants(clock: world.clock)
        let timeline = Timeline(plan, manifest, clock: world.clock, recent)
        let others: [(any DecisionSink)?] = [timeline, world.decisions]
        let sink = DecisionSinks([log] + others.compactMap(\.self))
        var configuration = HTTPServer.Configuration(manifest.server, world)
        configuration.refused = { refusal, head, peer, id in
            sink.record(
                .unasked(head.map { refusal.of($0.method.rawValue, $0.path) } ?? refusal),
                of: Attempt(
                    requestID: id, peer: peer.address, method: head?.method.rawValue, path: head?.path,
                    origin: head?.headers["origin"], flow: nil))
        }
        // The server and the connections to Redis live on the same loops.
        let loops = MultiThreadedEventLoopGroup(numberOfThreads: max(1, configuration.loops))
        opened.note { try? await loops.shutdownGracefully() }
        let opening = StoreOpening(
            manifest: manifest, file: file, world: world, loops: loops, logger: logger)
        let chosen: ChosenStore
        do { chosen = try await opening.open() } catch { throw .store(error) }
        let store = chosen.store
        opened.note { await store.close() }
        let port = ListeningPort()
        let vault = vault(chosen, world, logger)
        let keySet = OwnKeySet(
            manifest, plan: plan, store: world.store(store), vault: vault, clock: world.clock)
        let table = try compile(
            manifest, plan: plan, pages: pages, world: world, chosen: chosen, vault: vault, keySet: keySet,
            sink: sink, recent: recent, timeline: timeline, logger: logger)
        await keySet?.prepare(store, logger)
        // Before anybody can be served: who is, may stop the server at once.
        let decisions = DocumentDecisions(store: world.store(store), vault: vault, uptime: world.uptime)
        let stats = StoreStatsAnswer(
            issuer: manifest.server.issuer.text, port: port, startedAt: world.clock.now, store: store)
        var commands = KeyAnswers(keys: keySet?.keys, sink: sink).commands
        commands.merge(ClientsAnswer(decisions: decisions, sink: sink).commands) { $1 }
        commands[StoreStatsAnswer.name] = { await stats($0) }
        let flows = FlowsAnswer(timeline: timeline)
        commands[FlowsAnswer.name] = { await flows($0) }
        let control = await control(manifest, file: file, commands, loops: loops, logger: logger)
        if let control { opened.note(control.close) }
        let server = try await listen(configuration, table, loops, logger)
        opened.note(server.shutdown)
        if let timeline { opened.note { timeline.endWatches() } }
        port.number.store(server.port, ordering: .relaxed)
        return AuthorizationServer(
            plan: plan, documentDecisions: decisions, timeline: timeline, server: server, store: store,
            keys: keySet?.keys,
            log: log,
            opened: opened)
    }

    /// What was opened, by how it is closed: the last first.
    private struct Opened: Sendable {
        private var closers: [@Sendable () async -> Void] = []

        mutating func note(_ close: @escaping @Sendable () async -> Void) { closers.append(close) }

        func close() async {
            for close in closers.reversed() { await close() }
        }
    }

    private static func listen(
        _ configuration: HTTPServer.Configuration, _ table: CompiledRouter,
        _ loops: MultiThreadedEventLoopGroup, _ logger: Logger
    ) async throws(LaunchError) -> HTTPServer {
        do {
            return try await HTTPServer.start(configuration, table: table, logger: logger, loops: loops)
        } catch { throw .listen(error) }
    }

    /// `nil` where there is no data folder, or no socket to be had.
    private static func control(
        _ manifest: Manifest, file: ManifestFile, _ commands: [String: ControlServer.Command],
        loops: MultiThreadedEventLoopGroup, logger: Logger
    ) async -> ControlServer? {
        guard let folder = manifest.store.folder.map(file.resolve) else { return nil }
        do { try EmbeddedStore.prepare(folder: folder) } catch {
            logger.warning("no control socket", metadata: ["reason": "\(error)"])
            return nil
        }
        return await ControlServer.open(
            in: folder, port: manifest.server.port, loops: loops, logger: logger, commands: commands)
    }

    /// Serves until the service group shuts down, and sweeps the store now and then.
    package func run() async throws {
        let sweeper = Task {
            while !Task.isCancelled {
                try? await Task.sleep(for: .seconds(30))
                // A store that can't write sweeps the next time; what has expired is never answered in any case.
                try? await sweep()
                log.tellOfUnlogged()
            }
        }
        try? await gracefulShutdown()
        sweeper.cancel()
        await shutdown()
    }

    /// Stops accepting, lets requests in flight finish, and closes the store.
    package func shutdown() async {
        await opened.close()
    }

    /// Forgets what has expired, and takes over what other processes have changed. A running server does this by itself.
    package func sweep() async throws {
        try await store.sweep()
        try await keys?.look()
    }
}
