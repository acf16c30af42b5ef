import Endpoint
import HTTPServer
import Logging
import OAuthCore
import OAuthModel
import RouteManifest
import Router
import Timeline
import Web

/// One plan with all that serves it: made of one reading of the files, and never changed. A request is answered by one of them, from its
/// beginning to its end.
struct ServedPlan: Sendable {
    let manifest: Manifest
    let plan: RoutePlan
    let files: ServedFiles
    let revision: PlanRevision
    let table: CompiledRouter
    let configuration: HTTPServer.Configuration
    let keySet: OwnKeySet?
    let timeline: Timeline?
    let log: DecisionLog
    let sink: any DecisionSink
    let logger: Logger

    /// - Parameter previous: What served so far: what people saw there is seen here.
    init(
        _ files: ServedFiles, _ parts: LastingParts, after previous: ServedPlan? = nil,
        _ logger: Logger, telling fields: DecisionLog.Fields
    ) throws(LaunchError) {
        let (manifest, world) = (files.manifest, parts.world)
        let plan = RoutePlan(manifest)
        self.manifest = manifest
        self.plan = plan
        self.files = files
        self.logger = logger
        revision = PlanRevision(
            digest: parts.vault.fingerprint(files.ingredients), since: world.clock.now)
        log = DecisionLog(logger, fields, uptime: world.uptime, after: previous?.log)
        timeline = Timeline.kept(
            by: plan, manifest, clock: world.clock, parts.recent, after: previous?.timeline)
        let others: [(any DecisionSink)?] = [timeline, world.decisions]
        let sink = DecisionSinks([log] + others.compactMap(\.self))
        self.sink = sink
        keySet = OwnKeySet(
            manifest, plan: plan, store: parts.store, vault: parts.vault, clock: world.clock)
        var configuration = HTTPServer.Configuration(manifest.server, world)
        configuration.refused = { refusal, head, peer, id in
            sink.record(
                .unasked(head.map { refusal.of($0.method.rawValue, $0.path) } ?? refusal),
                of: Attempt(
                    requestID: id, peer: peer.address, method: head?.method.rawValue, path: head?.path,
                    origin: head?.headers["origin"], flow: nil))
        }
        self.configuration = configuration
        table = try Composition(
            files, plan: plan, parts, revision, keySet: keySet, sink: sink, timeline: timeline
        ).table(windows: previous?.table.windows ?? RateWindows())
    }

    /// What it took over goes by its rules from here on.
    func begin(after previous: ServedPlan) {
        if let timeline, timeline === previous.timeline {
            timeline.adopt(plan, manifest)
            // Who watches comes again, and is let in by the rules that there are now.
            if !hasSameOperators(as: previous) { timeline.endWatches() }
        } else {
            previous.timeline?.endWatches()
        }
    }

    private func hasSameOperators(as other: ServedPlan) -> Bool {
        plan.route(.flows) == other.plan.route(.flows)
            && manifest.server.operatorToken == other.manifest.server.operatorToken
    }
}
