package import Diagnostics
import Endpoint
package import Handlers
package import Pages
package import RouteManifest
import Router
import Web
import WireText

/// The templates of the pages that a manifest serves, parsed and checked.
package struct RoutePages: Sendable {
    package let answers: PageAnswers
    /// By the name of the route: a ``PageTemplate`` of what its handler shows.
    fileprivate let templates: [RouteName: any Sendable]
    /// Beside the list, of the timeline; nil where that is off.
    let flow: PageTemplate<FlowPage>?
    let operatorPage: PageTemplate<OperatorPage>?
    /// Nil unless a login is tried.
    let trial: PageTemplate<TrialPage>?
    /// Asks at which upstream a person logs in; nil where there are not several.
    let choice: PageTemplate<ChoicePage>?

    /// Of a route of the style sheet.
    func styleSheet(of route: PlannedRoute) throws(LaunchError) -> StaticDocument {
        guard let sheet = templates[route.name] as? StyleSheet else { throw .noTemplate(route.name) }
        return StaticDocument(sheet)
    }

    func template<Page: PageModel>(of route: PlannedRoute) throws(LaunchError) -> PageTemplate<Page> {
        guard let template = templates[route.name] as? PageTemplate<Page> else {
            throw .noTemplate(route.name)
        }
        return template
    }
}

/// What came of reading the templates.
package struct RoutePagesResult: Sendable {
    /// Nil when there is at least one error.
    package let pages: RoutePages?
    package let diagnostics: [Diagnostic]

    /// - Parameters:
    ///   - routes: All of them; one that is off needs no template.
    ///   - isTrial: They are for trying a login at a provider.
    ///   - manifest: Where links may lead, and whose pages these are; nil when it isn't known.
    package init(_ routes: [Route], of manifest: Manifest?, in folder: TemplateFolder, isTrial: Bool = false)
    {
        let plan = manifest.map(RoutePlan.init)
        let names = routes.map(\.name.text)
        var reader = TemplateReader(folder, served: plan.map(ServedPaths.init))
        var templates: [RouteName: any Sendable] = [:]
        for route in routes where route.isOn && route.handler == .style {
            templates[route.name] = route.template.flatMap { reader.readStyleSheet($0.text) }
        }
        if let plan, let manifest { reader.frame = PageFrame(plan, manifest.server, sheets: templates) }
        let errorPage = reader.read("error.html", for: ErrorPage.self)
        for route in routes where route.isOn && route.handler != .style {
            templates[route.name] = reader.template(of: route, names)
        }
        let showsFlows = routes.contains { $0.isOn && $0.handler == .flows }
        let flow = showsFlows ? reader.read("flow.html", for: FlowPage.self) : nil
        let operatorPage = showsFlows ? reader.read("operator.html", for: OperatorPage.self) : nil
        let isChoice = plan.map { manifest?.hasSeveralUpstreams($0) ?? false } ?? false
        let choice = isChoice ? reader.read("choose.html", for: ChoicePage.self) : nil
        let trial = isTrial ? reader.read("trial.html", for: TrialPage.self) : nil
        diagnostics = reader.diagnostics
        let hasErrors = diagnostics.contains { $0.severity == .error }
        pages =
            if let errorPage, !hasErrors {
                RoutePages(
                    answers: PageAnswers(errorPage: errorPage, showsFacts: manifest?.profile == .demo),
                    templates: templates, flow: flow, operatorPage: operatorPage, trial: trial, choice: choice
                )
            } else {
                nil
            }
    }
}

extension TemplateReader {
    fileprivate mutating func template(of route: Route, _ routes: [String]) -> (any Sendable)? {
        guard let file = route.template?.text else { return nil }
        return switch route.binding {
        case .authorize: read(file, for: ConsentPage.self)
        case .fakeAuthorize: read(file, for: LoginPage.self)
        case .fakeLogout: read(file, for: LoggedOutPage.self)
        case .start: read(file, for: StartPage.self)
        case .flows: read(file, for: FlowsPage.self)
        case .respond: read(file, fields: StaticPage.fields(routes: routes))
        case .metadata, .token, .register, .introspect, .revoke, .jwks, .fakeCallback, .upstreamCallback,
            .health, .openAPI, .style:
            nil
        }
    }
}

extension Manifest {
    /// A person has to say where to log in.
    fileprivate func hasSeveralUpstreams(_ plan: RoutePlan) -> Bool {
        plan.route(.authorize) != nil && upstreams.count + (plan.route(.fakeCallback) == nil ? 0 : 1) > 1
    }
}

extension PageFrame {
    /// - Parameter sheets: By the name of the route.
    fileprivate init(_ plan: RoutePlan, _ server: ServerSettings, sheets: [RouteName: any Sendable]) {
        var sheet = Sheet.off(reason: plan.routes.first { $0.handler == .style }?.offReason)
        if let route = plan.route(.style) {
            let text = sheets[route.name] as? StyleSheet
            sheet = text.map { .at(path: StaticDocument($0).stamped(route.publicPath)) } ?? .unknown
        }
        self.init(
            name: server.name ?? plan.issuer.authority.description,
            logo: server.logo.map { "\($0.type);base64,\(Base64.encode($0.bytes))" }, sheet: sheet)
    }
}

extension StaticDocument {
    fileprivate init(_ sheet: StyleSheet) {
        self.init(
            headers: HeaderBlock([
                "Content-Type": "text/css; charset=utf-8", "X-Content-Type-Options": "nosniff",
            ]), body: sheet.text)
    }
}

extension ServedPaths {
    fileprivate init(_ plan: RoutePlan) {
        func paths(_ method: RouteMethod) -> Set<String> {
            Set(plan.servedRoutes.filter { $0.methods.contains(method) }.flatMap(\.paths))
        }
        self.init(get: paths(.get), post: paths(.post))
    }
}
