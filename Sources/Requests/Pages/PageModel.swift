// What people see: the values of each page as a type, the templates of whoever runs the server, and HTML from
// both. A template that could not be rendered safely is refused at the start.

/// What a page says, without its looks: the values that its template may name.
package protocol PageModel: Sendable {
    static var fields: [PageField<Self>] { get }
}

/// One value that a template may name, and how it is had from the page.
///
/// The names a template is checked against and the values it is rendered with both come from here, so they
/// can't differ.
package struct PageField<Page>: Sendable {
    let name: String
    let kind: FieldKind
    /// A template that never shows this value would make a page that doesn't work or that deceives.
    let isRequired: Bool
    let value: @Sendable (Page) -> FieldValue
    /// What it is, for who writes a template.
    let words: String

    private init(
        _ name: String, _ kind: FieldKind, _ isRequired: Bool, _ words: String,
        value: @escaping @Sendable (Page) -> FieldValue
    ) {
        self.words = words
        self.name = name
        self.kind = kind
        self.isRequired = isRequired
        self.value = value
    }
}

/// How a template may use a value.
indirect enum FieldKind: Sendable {
    /// `{{name}}`
    case text
    /// `{{name}}`, and `{{#name}}…{{/name}}` for what is shown only with it.
    case optionalText
    /// `{{#name}}…{{/name}}` or `{{^name}}…{{/name}}`
    case flag
    /// `{{#name}}…{{/name}}`, once for each element, inside which the element's own names are known.
    case list([NamedField])
    /// `{{name}}`, where the page's script is to stand.
    case script(PageScript)
    /// `<link rel="stylesheet" href="{{name}}">`: where the style sheet of all pages is had.
    case styleSheet
}

/// What a template may know of a field. Its place among the others is the place of its value.
struct NamedField: Sendable {
    let name: String
    let kind: FieldKind
    let isRequired: Bool
    let words: String
}

/// A value as a template is given it: no text but as ``Markup``.
enum FieldValue: Sendable {
    case text(Markup)
    /// In the place of a text that this page does without.
    case absent
    case flag(Bool)
    case list([[FieldValue]])
}

extension PageField {
    /// Words for people: what could mislead a reader is made visible, and what is too long is cut (``DisplayText``).
    static func text(
        _ name: String, required: Bool = false, _ words: String = "",
        _ value: @escaping @Sendable (Page) -> String
    ) -> PageField {
        PageField(name, .text, required, words) { .text(Markup(escaping: DisplayText.visible(value($0)))) }
    }

    static func optionalText(
        _ name: String, required: Bool = false, _ words: String = "",
        _ value: @escaping @Sendable (Page) -> String?
    ) -> PageField {
        PageField(name, .optionalText, required, words) { page in
            optional(value(page).map { DisplayText.visible($0) })
        }
    }

    /// An address for people: as words, but never cut before the end of its host.
    static func address(
        _ name: String, required: Bool = false, _ words: String = "",
        _ value: @escaping @Sendable (Page) -> String
    ) -> PageField {
        PageField(name, .text, required, words) { .text(Markup(escaping: DisplayText.address(value($0)))) }
    }

    static func optionalAddress(
        _ name: String, required: Bool = false, _ words: String = "",
        _ value: @escaping @Sendable (Page) -> String?
    ) -> PageField {
        PageField(name, .optionalText, required, words) { optional(value($0).map(DisplayText.address)) }
    }

    /// Text for machines, in hidden fields and addresses: every byte arrives as it was given.
    static func exact(
        _ name: String, required: Bool = false, _ words: String = "",
        _ value: @escaping @Sendable (Page) -> String
    ) -> PageField {
        PageField(name, .text, required, words) { .text(Markup(escaping: value($0))) }
    }

    static func optionalExact(
        _ name: String, _ words: String = "", _ value: @escaping @Sendable (Page) -> String?
    ) -> PageField {
        PageField(name, .optionalText, false, words) { optional(value($0)) }
    }

    /// A script that the page is livelier with.
    static func script(_ name: String, _ script: PageScript) -> PageField {
        PageField(
            name, .script(script), false,
            "Where the script goes that the page is livelier with: before `</body>`."
        ) { _ in .absent }
    }

    /// The path of the style sheet that all pages share.
    static func styleSheet(
        _ name: String, _ words: String = "", _ value: @escaping @Sendable (Page) -> String
    ) -> PageField {
        PageField(name, .styleSheet, false, words) { .text(Markup(escaping: value($0))) }
    }

    static func flag(
        _ name: String, required: Bool = false, _ words: String = "",
        _ value: @escaping @Sendable (Page) -> Bool
    ) -> PageField {
        PageField(name, .flag, required, words) { .flag(value($0)) }
    }

    static func list<Element>(
        _ name: String, required: Bool = false, _ words: String = "", of fields: [PageField<Element>],
        _ elements: @escaping @Sendable (Page) -> [Element]
    ) -> PageField {
        PageField(name, .list(fields.map(\.named)), required, words) { page in
            .list(elements(page).map { element in fields.map { $0.value(element) } })
        }
    }

    /// The same of a page that holds such a one.
    func of<Whole>(_ part: @escaping @Sendable (Whole) -> Page) -> PageField<Whole> {
        let value = value
        return PageField<Whole>(name, kind, isRequired, words) { value(part($0)) }
    }

    var named: NamedField { NamedField(name: name, kind: kind, isRequired: isRequired, words: words) }

    private static func optional(_ text: String?) -> FieldValue {
        text.map { .text(Markup(escaping: $0)) } ?? .absent
    }
}
