/// Asks at which upstream the resource owner wants to log in, after the consent and where there are several.
///
/// The form posts `request`, `csrf`, `decision` (`approve`) and `upstream`; another one `deny`.
package struct ChoicePage: PageModel {
    package struct Upstream: Sendable {
        package let name: String
        package let title: String

        package init(name: String, title: String) {
            self.name = name
            self.title = title
        }
    }

    package var upstreams: [Upstream]
    /// Where the answer goes: the host with its port, or for a private-use scheme the scheme with its colon.
    package var redirectHost: String
    package var form: RequestForm

    package init(upstreams: [Upstream], redirectHost: String, form: RequestForm) {
        self.upstreams = upstreams
        self.redirectHost = redirectHost
        self.form = form
    }

    package static let fields: [PageField<ChoicePage>] =
        [
            .list("choices", required: true, "Where one can sign in.", of: Upstream.fields) { $0.upstreams },
            .address(
                "redirect_host",
                "Where the answer goes in the end: host and port, or the scheme of an application, with its colon."
            ) { $0.redirectHost },
        ] + RequestForm.fields.map { $0.of(\.form) }
}

extension ChoicePage.Upstream {
    static let fields: [PageField<Self>] = [
        .exact("choice_name", "What stands in the manifest: the value of the button.") { $0.name },
        .text("choice_title", "What it is called.") { $0.title },
        .text("choice_initial", "Its first letter.") { DisplayText.initial(of: $0.title) },
    ]
}

/// What every form about an authorization request brings along.
package struct RequestForm: Sendable {
    /// The path that the form is posted to.
    package var action: String
    /// Names the pending authorization request.
    package var request: String
    package var csrf: String
    /// The way back to the client, for a form that comes too late.
    package var back: String?

    package init(action: String, request: String, csrf: String, back: String?) {
        self.action = action
        self.request = request
        self.csrf = csrf
        self.back = back
    }

    static let fields: [PageField<RequestForm>] = [
        .exact("action", required: true, "Where the form is posted to.") { $0.action },
        .exact("request", required: true, "Hidden in the form: names the request.") { $0.request },
        .exact("csrf", required: true, "Hidden in the form: ties it to this browser.") { $0.csrf },
        .optionalExact(
            "back", "Hidden in the form: the way back to the client, for a form that comes too late."
        ) { $0.back },
    ]
}
