import Endpoint
import HTTPServer
import Handlers
package import Logging
import NIOCore
import NIOPosix
import OAuthCore
import OAuthModel
package import RouteManifest
import Router
import ServiceLifecycle
import Synchronization
import Upstreams
import Web

/// One login at a provider, in the browser of who sets it up, with nothing else served and nothing kept. Only where the issuer is this machine:
/// what the page shows is nobody else's.
package struct UpstreamTrial: Service {
    /// To be opened in a browser.
    package let address: String
    private let server: HTTPServer
    private let loops: MultiThreadedEventLoopGroup
    private let outcomes: AsyncStream<TrialOutcome>
    private let sink: AsyncStream<TrialOutcome>.Continuation
    private let seen = Seen()

    private final class Seen: Sendable {
        let outcome = Mutex<TrialOutcome?>(nil)
    }

    /// What came of it, in lines for a terminal, and whether the person was let in; nil where nobody logged in.
    package var report: (text: String, isLetIn: Bool)? {
        seen.outcome.withLock { $0 }.map { ($0.text, $0.problem == nil) }
    }

    /// - Parameter pages: With ``RoutePages/trial``.
    package static func start(
        _ provider: ChosenProvider, _ manifest: Manifest, pages: RoutePages,
        world: AuthorizationServer.World = .init(), logger: Logger
    ) async throws(LaunchError) -> UpstreamTrial {
        let settings = provider.settings
        let plan = RoutePlan(manifest)
        guard let page = pages.trial, let callback = plan.callback(of: settings.name) else {
            throw .noTrial(settings.name)
        }
        let (outcomes, sink) = AsyncStream.makeStream(of: TrialOutcome.self)
        let people = Identification(settings, in: manifest)
        let remote = RemoteProvider(
            settings, callback: callback, transport: world.transport(to: settings),
            clock: world.clock, uptime: world.uptime, identify: people.identify)
        let handler = TrialHandler(
            upstream: settings.name, page: page, answers: pages.answers, cookies: Cookies(plan),
            random: world.random
        ) {
            await remote.begin($0, hint: nil)
        } finish: { answer, login in
            switch await remote.proven(answer, of: login) {
            case .failure(let refusal):
                TrialOutcome(upstream: settings.name, claims: [], verdict: .failure(refusal))
            case .success(let proven):
                TrialOutcome(
                    upstream: settings.name, claims: people.explain(proven.claims),
                    verdict: people.identify(proven.claims, tokens: nil))
            }
        } ended: {
            sink.yield($0)
        }
        let log = DecisionLog(logger, .few, uptime: world.uptime)
        let table = try CompiledRouter(
            plan, clock: world.clock, options: CompiledRouter.Options(pages.answers)
        ) { planned throws(LaunchError) in
            switch planned.binding {
            case .style: .stamped(try pages.styleSheet(of: planned))
            case .upstreamCallback(settings.name): .handler(Telling(handler, to: log))
            default: .handler(Telling(TrialElsewhere(answers: pages.answers), to: log))
            }
        }
        let loops = MultiThreadedEventLoopGroup(numberOfThreads: 1)
        do {
            let server = try await HTTPServer.start(
                HTTPServer.Configuration(manifest.server, world), table: table, logger: logger, loops: loops)
            return UpstreamTrial(
                address: callback, server: server, loops: loops, outcomes: outcomes,
                sink: sink)
        } catch {
            try? await loops.shutdownGracefully()
            throw .listen(error)
        }
    }

    /// Until somebody logged in, or the service group shuts down.
    package func run() async throws {
        await withGracefulShutdownHandler {
            for await outcome in outcomes {
                seen.outcome.withLock { $0 = outcome }
                return
            }
        } onGracefulShutdown: {
            sink.finish()
        }
        await server.shutdown()
        try? await loops.shutdownGracefully()
    }
}
