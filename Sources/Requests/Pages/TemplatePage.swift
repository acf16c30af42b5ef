/// What each template may name, as a page of the documentation. It is made of the lists that templates are checked against.
package enum TemplatePage {
    /// The name of a template, what it shows, and the values of its page.
    static let templates: [(name: String, words: String, fields: [NamedField])] = [
        ("every template", "The frame: whose server it is, and how it looks.", PageFrame.fields.map(\.named)),
        (
            "consent.html", "Asks a person whether a client may have what it asks for.",
            ConsentPage.fields.map(\.named)
        ),
        (
            "choose.html", "Asks where a person wants to sign in, where the manifest has several upstreams.",
            ChoicePage.fields.map(\.named)
        ),
        ("login.html", "The pretend identity provider of the profile `demo`.", LoginPage.fields.map(\.named)),
        ("logged_out.html", "Says that its session has ended.", LoggedOutPage.fields.map(\.named)),
        ("error.html", "Why there is no way on from here.", ErrorPage.fields.map(\.named)),
        (
            "trial.html", "What came of one login at a provider (`mcp-auth upstream try`).",
            TrialPage.fields.map(\.named)
        ),
        (
            "start.html",
            "What is seen at the address of the server: how clients are connected, and what is on.",
            StartPage.fields.map(\.named)
        ),
        (
            "pages of `respond.template`",
            "Besides these `{{#url.NAME}}{{url.NAME}}{{/url.NAME}}`, the URL of each route, there while it is on.",
            StaticPage.fields.map(\.named)
        ),
    ]

    package static var text: String {
        let chapters = templates.map { template in
            "\n## \(template.name)\n\n\(template.words)\n\n"
                + "| value | written as | |\n| --- | --- | --- |\n"
                + template.fields.map { row($0) }.joined()
        }
        return introduction + chapters.joined()
    }

    private static let introduction = """
        # Templates

        The pages are templates in the folder `templates` beside the manifest, and yours to change: copy what `mcp-auth init` writes. `mcp-auth check`
        reads them as a browser does, and says what is wrong with them: a value that there is not, a page without what it can't do without, what its
        policy keeps a browser from loading. What is _needed_ has to be on the page; all else may be left out. Values of strangers are escaped wherever
        they stand, and made visible and cut where they are for people.

        `{{name}}` shows a value, `{{#name}}…{{/name}}` what is shown only with it, or once for each of a list, `{{^name}}…{{/name}}` what is shown
        without it, `{{> file}}` includes a file of the folder, and `{{! … }}` is a comment. Templates of an earlier version go on working: values are
        added, and those that there are keep their meaning. Where that can't be, `check` names the value.

        `style.css` is served by the route `style`, under a name that changes with it, and says at its beginning which blocks it has. `head.html` and
        `server.html` are what all pages begin with.

        """

    private static func row(_ field: NamedField, in list: String? = nil) -> String {
        let needed = field.isRequired ? "_Needed._ " : ""
        let place = list.map { "In `\($0)`: " } ?? ""
        let row = "| `\(field.name)` | \(field.form) | \(place)\(needed)\(field.words) |\n"
        guard case .list(let inner) = field.kind else { return row }
        return row + inner.map { Self.row($0, in: field.name) }.joined()
    }
}

extension NamedField {
    fileprivate var form: String {
        switch kind {
        case .text, .script: "`{{\(name)}}`"
        case .optionalText: "`{{#\(name)}}…{{\(name)}}…{{/\(name)}}`"
        case .flag: "`{{#\(name)}}…{{/\(name)}}`"
        case .list: "`{{#\(name)}}…{{/\(name)}}`, once for each"
        case .styleSheet: "`<link rel=\"stylesheet\" href=\"{{\(name)}}\">`"
        }
    }
}
