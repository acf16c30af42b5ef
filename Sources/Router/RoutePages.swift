package import Handlers
package import Pages
import RouteManifest

/// The templates of the pages that a plan serves, parsed and checked.
package struct RoutePages: Sendable {
    package let answers: PageAnswers
    let consent: PageTemplate<ConsentPage>?
    let login: PageTemplate<LoginPage>?
    let loggedOut: PageTemplate<LoggedOutPage>?

    /// A route that is off needs no template.
    package init(_ plan: RoutePlan, in folder: TemplateFolder) throws(TemplateError) {
        answers = PageAnswers(errorPage: try PageTemplate("error.html", in: folder))
        consent = try plan.route(.authorize)?.template.map { (name) throws(TemplateError) in
            try PageTemplate(name.text, in: folder)
        }
        login = try plan.route(.fakeAuthorize)?.template.map { (name) throws(TemplateError) in
            try PageTemplate(name.text, in: folder)
        }
        loggedOut = try plan.route(.fakeLogout)?.template.map { (name) throws(TemplateError) in
            try PageTemplate(name.text, in: folder)
        }
    }
}
