/// Asks who runs the server for the operator token, before a page that is for them alone.
package struct OperatorPage: PageModel {
    /// What was wrong with the token or the session before, as a sentence.
    package var problem: String?
    /// The path that the form is posted to, and where it leads on.
    package var action: String
    package var csrf: String

    package init(problem: String? = nil, action: String, csrf: String) {
        self.problem = problem
        self.action = action
        self.csrf = csrf
    }

    package static let fields: [PageField<OperatorPage>] = [
        .optionalText("problem", required: true) { $0.problem },
        .text("invalid") { $0.problem == nil ? "false" : "true" },
        .exact("action", required: true) { $0.action },
        .exact("csrf", required: true) { $0.csrf },
    ]
}
