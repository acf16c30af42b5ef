import Endpoint
import OAuthCore
import OAuthModel
import RouteManifest
import Router
import Timeline

extension Timeline {
    /// `nil` where nobody may look at it.
    convenience init?(_ plan: RoutePlan, _ manifest: Manifest, clock: Clock, _ recent: RecentGrants) {
        guard let limit = plan.timelineLimit else { return nil }
        self.init(
            limit: limit, clock: clock,
            patience: FlowPatience(
                tokens: manifest.tokens,
                isIntrospected: plan.servedRoutes.contains { $0.handler == .introspect }),
            use: { flow in recent.use(of: flow).map { TokenUse(count: $0.count, last: $0.last) } })
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
