package import Diagnostics
package import Handlers
package import Pages
package import RouteManifest
package import Router

/// The templates of the pages that a manifest serves, parsed and checked.
package struct RoutePages: Sendable {
    package let answers: PageAnswers
    /// By the name of the route: a ``PageTemplate`` of what its handler shows.
    fileprivate let templates: [RouteName: any Sendable]

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
    ///   - plan: Where links may lead; nil when it isn't known.
    package init(_ routes: [Route], plan: RoutePlan?, in folder: TemplateFolder) {
        let names = routes.map(\.name.text)
        var reader = TemplateReader(folder, served: plan.map(ServedPaths.init))
        let errorPage = reader.read("error.html", for: ErrorPage.self)
        var templates: [RouteName: any Sendable] = [:]
        for route in routes where route.isOn { templates[route.name] = reader.template(of: route, names) }
        diagnostics = reader.diagnostics
        let hasErrors = diagnostics.contains { $0.severity == .error }
        pages =
            if let errorPage, !hasErrors {
                RoutePages(answers: PageAnswers(errorPage: errorPage), templates: templates)
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
        case .respond: read(file, fields: StaticPage.fields(routes: routes))
        case .metadata, .token, .register, .introspect, .revoke, .jwks, .fakeCallback, .health: nil
        }
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
