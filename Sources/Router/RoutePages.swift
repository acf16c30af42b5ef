package import Diagnostics
package import Handlers
package import Pages
package import RouteManifest

/// The templates of the pages that a manifest serves, parsed and checked.
package struct RoutePages: Sendable {
    package let answers: PageAnswers
    let consent: PageTemplate<ConsentPage>?
    let login: PageTemplate<LoginPage>?
    let loggedOut: PageTemplate<LoggedOutPage>?
}

/// What came of reading the templates.
package struct RoutePagesResult: Sendable {
    /// Nil when there is at least one error.
    package let pages: RoutePages?
    package let diagnostics: [Diagnostic]

    /// - Parameters:
    ///   - templates: Of the routes that are on: one that is off needs none.
    ///   - plan: Where links may lead; nil when it isn't known.
    package init(_ templates: [HandlerName: TemplateName], plan: RoutePlan?, in folder: TemplateFolder) {
        var reader = TemplateReader(folder, served: plan.map(ServedPaths.init))
        func read<Page: PageModel>(_ handler: HandlerName) -> PageTemplate<Page>? {
            templates[handler].flatMap { reader.read($0.text) }
        }
        let errorPage = reader.read("error.html", for: ErrorPage.self)
        let (consent, login, loggedOut) = (
            read(.authorize) as PageTemplate<ConsentPage>?, read(.fakeAuthorize) as PageTemplate<LoginPage>?,
            read(.fakeLogout) as PageTemplate<LoggedOutPage>?
        )
        diagnostics = reader.diagnostics
        let hasErrors = diagnostics.contains { $0.severity == .error }
        pages =
            if let errorPage, !hasErrors {
                RoutePages(
                    answers: PageAnswers(errorPage: errorPage), consent: consent, login: login,
                    loggedOut: loggedOut)
            } else {
                nil
            }
    }
}

extension ServedPaths {
    init(_ plan: RoutePlan) {
        func paths(_ method: RouteMethod) -> Set<String> {
            Set(plan.servedRoutes.filter { $0.methods.contains(method) }.flatMap(\.paths))
        }
        self.init(get: paths(.get), post: paths(.post))
    }
}
