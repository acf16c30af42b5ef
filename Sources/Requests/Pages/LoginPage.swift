/// The pretend identity provider's page: shows who would sign in, and lets that be someone else.
///
/// Every form posts `state`, `redirect_uri` and `csrf`, and an `action`: `finish` signs in `user_id`; `use`
/// selects `user_id`, a demo user or an id typed in; `new` asks for a newly generated one.
package struct LoginPage: PageModel {
    package struct User: Sendable, Equatable {
        package let id: String
        package let name: String

        package init(id: String, name: String) {
            self.id = id
            self.name = name
        }
    }

    /// Who signs in when the form is finished.
    package var selected: User
    /// The generated id that this browser keeps, whoever is selected.
    package var keptID: String
    package var users: [User]
    /// This server's host, where what is sent to it can be read on its way.
    package var plainHTTP: String?
    /// What was wrong with the id typed in, as a sentence.
    package var problem: String?
    /// The path that the forms are posted to.
    package var action: String
    package var state: String
    package var redirectURI: String
    package var csrf: String

    package init(
        selected: User, keptID: String, users: [User], plainHTTP: String? = nil, problem: String? = nil,
        action: String, state: String,
        redirectURI: String, csrf: String
    ) {
        self.selected = selected
        self.keptID = keptID
        self.users = users
        self.plainHTTP = plainHTTP
        self.problem = problem
        self.action = action
        self.state = state
        self.redirectURI = redirectURI
        self.csrf = csrf
    }

    package static let fields: [PageField<LoginPage>] = [
        .exact("user_id", required: true) { $0.selected.id },
        .text("user_name", required: true) { $0.selected.name },
        .text("user_initial") { DisplayText.initial(of: $0.selected.name) },
        .exact("kept_id") { $0.keptID },
        .flag("has_users") { !$0.users.isEmpty },
        .list("users", of: Choice.fields) { page in
            page.users.map { Choice(user: $0, isSelected: $0.id == page.selected.id) }
        },
        .optionalAddress("plain_http", required: true) { $0.plainHTTP },
        .optionalText("problem") { $0.problem },
        .text("invalid") { $0.problem == nil ? "false" : "true" },
        .exact("action", required: true) { $0.action },
        .exact("state", required: true) { $0.state },
        .exact("redirect_uri", required: true) { $0.redirectURI },
        .exact("csrf", required: true) { $0.csrf },
    ]
}

private struct Choice: Sendable {
    let user: LoginPage.User
    let isSelected: Bool

    static let fields: [PageField<Choice>] = [
        .exact("choice_id") { $0.user.id },
        .text("choice_name") { $0.user.name },
        .text("choice_pressed") { $0.isSelected ? "true" : "false" },
    ]
}
