import Endpoint
import OAuthCore
import OAuthModel
import RouteManifest
import Router
import Timeline

extension Timeline {
    /// The one that there is goes on; `nil` where nobody may look at it.
    static func kept(
        by plan: RoutePlan, _ manifest: Manifest, clock: Clock, _ recent: RecentGrants,
        after previous: Timeline?
    ) -> Timeline? {
        guard let limit = plan.timelineLimit else { return nil }
        return previous
            ?? Timeline(
                limit: limit, clock: clock, patience: FlowPatience(plan, manifest),
                use: { flow in recent.use(of: flow).map { TokenUse(count: $0.count, last: $0.last) } })
    }

    /// Goes on by the rules of another plan, in which it is shown too.
    func adopt(_ plan: RoutePlan, _ manifest: Manifest) {
        guard let limit = plan.timelineLimit else { return }
        adopt(limit: limit, patience: FlowPatience(plan, manifest))
    }
}

extension FlowPatience {
    fileprivate init(_ plan: RoutePlan, _ manifest: Manifest) {
        self.init(
            tokens: manifest.tokens,
            isIntrospected: plan.servedRoutes.contains { $0.handler == .introspect })
    }
}

extension Timeline {
    /// What the table answers by itself.
    @Sendable
    func see(_ request: SeenRequest, _ head: RequestHead) {
        func knock(_ what: Knock.What) -> Knock {
            Knock(
                what, peer: head.peer.address, requestID: head.requestID, path: head.path,
                origin: head.headers["origin"])
        }
        switch request {
        case .metadata: note(from: head.peer.address, arrived: head.arrived) { knock(.metadata) }
        case .preflight(let isAllowed): note(knock(isAllowed ? .preflight : .preflightRefused))
        }
    }
}
