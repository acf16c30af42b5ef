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
    let value: @Sendable (Page) -> Any?
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
    case list([String: FieldKind])
}

extension PageField {
    /// Text for people: what could mislead a reader is made visible (``DisplayText``).
    static func text(
        _ name: String, required: Bool = false, _ value: @escaping @Sendable (Page) -> String
    ) -> PageField {
        PageField(name: name, kind: .text, isRequired: required) { DisplayText.visible(value($0)) }
    }

    static func optionalText(
        _ name: String, required: Bool = false, _ value: @escaping @Sendable (Page) -> String?
    ) -> PageField {
        PageField(name: name, kind: .optionalText, isRequired: required) {
            value($0).map(DisplayText.visible)
        }
    }

    /// Text for machines, in hidden fields and addresses: every byte arrives as it was given.
    static func exact(
        _ name: String, required: Bool = false, _ value: @escaping @Sendable (Page) -> String
    ) -> PageField {
        PageField(name: name, kind: .text, isRequired: required, value: value)
    }

    static func optionalExact(_ name: String, _ value: @escaping @Sendable (Page) -> String?) -> PageField {
        PageField(name: name, kind: .optionalText, isRequired: false, value: value)
    }

    static func flag(
        _ name: String, required: Bool = false, _ value: @escaping @Sendable (Page) -> Bool
    ) -> PageField {
        PageField(name: name, kind: .flag, isRequired: required, value: value)
    }

    static func list<Element>(
        _ name: String, required: Bool = false, of fields: [PageField<Element>],
        _ elements: @escaping @Sendable (Page) -> [Element]
    ) -> PageField {
        PageField(name: name, kind: .list(PageField<Element>.kinds(fields)), isRequired: required) { page in
            elements(page).map { PageField<Element>.values(fields, of: $0) }
        }
    }

    static func kinds(_ fields: [PageField]) -> [String: FieldKind] {
        Dictionary(fields.map { ($0.name, $0.kind) }) { first, _ in first }
    }

    static func values(_ fields: [PageField], of page: Page) -> [String: Any] {
        var values: [String: Any] = [:]
        values.reserveCapacity(fields.count)
        for field in fields {
            if let value = field.value(page) { values[field.name] = value }
        }
        return values
    }
}
