import Handlers
import OAuthCore
import RouteManifest
import Router

/// The fake upstream is another party that this server happens to serve.
struct FakeUpstreamPages {
    let upstream: FakeUpstream
    let plan: RoutePlan
    let pages: RoutePages

    func login(_ route: PlannedRoute) throws(LaunchError) -> FakeLoginHandler {
        FakeLoginHandler(
            upstream: upstream, page: try pages.template(of: route), answers: pages.answers,
            cookies: Cookies(plan), path: route.publicPath,
            logout: plan.route(.fakeLogout)?.publicPath, plainHTTPIssuer: plan.plainHTTPIssuer)
    }

    func logout(_ route: PlannedRoute) throws(LaunchError) -> FakeLogoutHandler {
        FakeLogoutHandler(
            sessions: upstream.sessions, page: try pages.template(of: route), answers: pages.answers,
            cookies: Cookies(plan), origin: plan.issuer.origin)
    }
}
