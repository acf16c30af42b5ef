import Endpoint
import Handlers
import Pages
import RouteManifest
import Router

extension StaticDocument {
    /// What the manifest says, with the values of the plan in their places.
    init(_ answer: StaticAnswer, of route: PlannedRoute, in plan: RoutePlan, _ pages: RoutePages)
        throws(LaunchError)
    {
        var headers = HeaderBlock()
        for field in answer.fields { headers.add(field.name, plan.filling(field.value)) }
        let body: [UInt8]
        switch answer.body {
        case .text(let text): body = Array(plan.filling(text).utf8)
        case .bytes(let bytes): body = bytes
        case .template:
            let urls = plan.servedRoutes.map { ($0.name.text, plan.url(of: $0)) }
            let page: PageTemplate<StaticPage> = try pages.template(of: route)
            let rendered = page.render(
                StaticPage(
                    issuer: plan.issuer.text, version: AuthorizationServer.version,
                    urls: Dictionary(urls) { first, _ in first }))
            self.init(
                status: answer.status, headers: headers.adding(PageAnswers.headers(of: rendered)),
                body: rendered.html)
            return
        }
        self.init(
            status: answer.status, headers: headers.adding("X-Content-Type-Options", "nosniff"), body: body)
    }
}

extension RoutePlan {
    fileprivate func filling(_ text: PlanText) -> String {
        text.filled { place in
            switch place {
            case .text(let text): text
            case .issuer: issuer.text
            case .version: AuthorizationServer.version
            // A route that is off takes along what has its URL.
            case .url(let name): routes.first { $0.name == name }.map(url) ?? ""
            }
        }
    }
}
