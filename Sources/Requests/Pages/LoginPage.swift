/// The pretend identity provider's page: shows who would sign in, and lets that be someone else.
///
/// Every form posts `state`, `redirect_uri` and `csrf`, and an `action`: `finish` signs in `user_id`, a demo user at once; `use`
/// chooses `user_id`, as a rule an id typed in; `new` asks for a newly generated one.
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
    /// It is somebody who was chosen here, by the client, or by an earlier login; else the id that this browser keeps.
    package var isChosen: Bool
    /// What stands in the field: the id that this browser keeps, whoever is selected; or what was typed and can't be an id.
    package var keptID: String
    package var users: [User]
    /// This server's host, where what is sent to it can be read on its way.
    package var plainHTTP: String?
    /// What was wrong with the id typed in, as a sentence.
    package var problem: String?
    /// The path to which a form is posted that signs out; nil where nobody is signed in, or where there is none.
    package var signOut: String?
    /// The path that the forms are posted to.
    package var action: String
    package var state: String
    package var redirectURI: String
    package var csrf: String

    package init(
        selected: User, isChosen: Bool, keptID: String, users: [User], plainHTTP: String? = nil,
        problem: String? = nil, signOut: String? = nil, action: String, state: String, redirectURI: String,
        csrf: String
    ) {
        self.selected = selected
        self.isChosen = isChosen
        self.keptID = keptID
        self.users = users
        self.plainHTTP = plainHTTP
        self.problem = problem
        self.signOut = signOut
        self.action = action
        self.state = state
        self.redirectURI = redirectURI
        self.csrf = csrf
    }

    package static let fields: [PageField<LoginPage>] = [
        .exact("user_id", required: true, "The id of who would sign in.") { $0.selected.id },
        .text("user_name", required: true, "Their name.") { $0.selected.name },
        .text("user_initial", "Its first letter.") { DisplayText.initial(of: $0.selected.name) },
        .flag(
            "chosen",
            "They were chosen: here, by the client, or by an earlier login. Else they are the id that this browser keeps."
        ) { $0.isChosen },
        .text(
            "kept_id",
            "What stands in the field for an id: the one that this browser keeps, or what was typed and can't be one."
        ) { $0.keptID },
        .flag("has_users", "There are `users`.") { !$0.users.isEmpty },
        .list("users", "The users of `upstream.users`.", of: Choice.fields) { page in
            page.users.map { Choice(user: $0, isSelected: $0.id == page.selected.id) }
        },
        .optionalAddress(
            "plain_http", required: true,
            "This server's host, where what is sent to it can be read on its way; for development only."
        ) { $0.plainHTTP },
        .optionalText("problem", "What was wrong with the id that was typed.") { $0.problem },
        .optionalExact("sign_out", "Where a form is posted to that signs out, where somebody is signed in.") {
            $0.signOut
        },
        .text("invalid", "`true` with a problem, else `false`: the value of `aria-invalid`.") {
            $0.problem == nil ? "false" : "true"
        },
        .exact("action", required: true, "Where the forms are posted to.") { $0.action },
        .exact("state", required: true, "Hidden in each form.") { $0.state },
        .exact("redirect_uri", required: true, "Hidden in each form.") { $0.redirectURI },
        .exact("csrf", required: true, "Hidden in each form: ties it to this browser.") { $0.csrf },
    ]
}

private struct Choice: Sendable {
    let user: LoginPage.User
    let isSelected: Bool

    static let fields: [PageField<Choice>] = [
        .exact("choice_id", "The id of the user.") { $0.user.id },
        .text("choice_name", "The name.") { $0.user.name },
        .text("choice_initial", "Its first letter.") { DisplayText.initial(of: $0.user.name) },
        .text("choice_pressed", "`true` for who would sign in, else `false`: the value of `aria-pressed`.") {
            $0.isSelected ? "true" : "false"
        },
    ]
}
