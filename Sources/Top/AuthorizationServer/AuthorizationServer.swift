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
import RouteManifest
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
    /// What it serves now.
    package var plan: RoutePlan { serving.current.plan }
    /// For its operator.
    package let documentDecisions: DocumentDecisions
    /// What it saw; `nil` where nobody may look.
    package var timeline: Timeline? { serving.current.timeline }
    private let server: HTTPServer
    private let store: any OpenedStore
    private let serving: Serving
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
    ///
    /// - Parameter reloading: How it takes over its files when they change; nil: it doesn't.
    package static func start(
        _ files: ServedFiles, world: World = World(), logger: Logger,
        telling fields: DecisionLog.Fields = .all,
        reloading: Reloading? = nil
    ) async throws(LaunchError) -> AuthorizationServer {
        var opened = Opened()
        do throws(LaunchError) {
            return try await start(
                files, world: world, log: (logger, fields), reloading: reloading, noting: &opened)
        } catch {
            await opened.close()
            throw error
        }
    }

    private static func start(
        _ files: ServedFiles, world: World, log: (logger: Logger, fields: DecisionLog.Fields),
        reloading: Reloading?, noting opened: inout Opened
    ) async throws(LaunchError) -> AuthorizationServer {
        let (manifest, logger) = (files.manifest, log.logger)
        // The server and the connections to Redis live on the same loops.
        let threads = HTTPServer.Configuration(manifest.server, world).loops
        let loops = MultiThreadedEventLoopGroup(numberOfThreads: max(1, threads))
        opened.note { try? await loops.shutdownGracefully() }
        let opening = StoreOpening(
            manifest: manifest, file: files.file, world: world, loops: loops, logger: logger)
        let chosen: ChosenStore
        do { chosen = try await opening.open() } catch { throw .store(error) }
        let store = chosen.store
        opened.note { await store.close() }
        let port = ListeningPort()
        let parts = LastingParts(world, chosen, logger)
        let first = try ServedPlan(files, parts, logger, telling: log.fields)
        await first.keySet?.prepare(store, logger)
        let serving = Serving(first)
        // Before anybody can be served: who is, may stop the server at once.
        let decisions = DocumentDecisions(store: parts.store, vault: parts.vault, uptime: world.uptime)
        let control = await control(
            manifest, file: files.file, commands(serving, parts, decisions, port), loops: loops,
            logger: logger)
        if let control { opened.note(control.close) }
        let server = try await listen(first.configuration, first.table, loops, logger)
        opened.note(server.shutdown)
        opened.note { serving.current.timeline?.endWatches() }
        port.number.store(server.port, ordering: .relaxed)
        if let reloading {
            let reloader = Reloader(server, serving, parts, reloading)
            serving.reloader = reloader
            opened.note(reloader.close)
            // A folder with many names in it may take its time, and nobody has to wait for that.
            Task { await reloader.begin() }
        }
        return AuthorizationServer(
            documentDecisions: decisions, server: server, store: store, serving: serving, opened: opened)
    }

    /// What its operator may ask by the control socket.
    private static func commands(
        _ serving: Serving, _ parts: LastingParts, _ decisions: DocumentDecisions, _ port: ListeningPort
    ) -> [String: ControlServer.Command] {
        let stats = StoreStatsAnswer(
            issuer: serving.current.plan.issuer.text, port: port, startedAt: parts.world.clock.now,
            store: parts.chosen.store)
        var commands = KeyAnswers(keys: { serving.current.keySet?.keys }, sink: serving).commands
        commands.merge(ClientsAnswer(decisions: decisions, sink: serving).commands) { $1 }
        commands[StoreStatsAnswer.name] = { await stats($0) }
        commands[FlowsAnswer.name] = { await FlowsAnswer(timeline: serving.current.timeline)($0) }
        commands[ReloadAnswer.name] = { _ in await ReloadAnswer(reloader: serving.reloader)() }
        return commands
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
                serving.current.log.tellOfUnlogged()
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

    /// Reads its files again, and serves what they say, unless something is wrong with them.
    ///
    /// - Returns: Nil where it was started without a way to.
    @discardableResult
    package func reload(_ cause: ReloadReport.Cause) async -> ReloadReport? {
        await serving.reloader?.reload(cause)
    }

    /// Forgets what has expired, and takes over what other processes have changed. A running server does this by itself.
    package func sweep() async throws {
        try await store.sweep()
        try await serving.current.keySet?.keys.look()
    }
}
