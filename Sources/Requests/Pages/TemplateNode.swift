/// A part of a template, ready to be rendered.
enum TemplateNode: Sendable {
    case literal([UInt8])
    case value(ValuePlace)
    /// Shown with the value: once for a text or a flag, for each element of a list.
    case section(ValuePlace, [TemplateNode])
    /// Shown without the value.
    case invertedSection(ValuePlace, [TemplateNode])
}

/// Where a value is found while its part is rendered.
struct ValuePlace: Sendable {
    /// Of those that are open there: those of the frame, the page's own, then those of the elements around.
    let scope: Int
    /// Among the fields of the scope.
    let field: Int
}

/// The bytes of a page, while they are put together.
struct TemplateRendering {
    private(set) var html: [UInt8] = []
    private var scopes: [[FieldValue]]

    init(_ scopes: [[FieldValue]]) {
        self.scopes = scopes
        html.reserveCapacity(Self.usualLength)
    }

    mutating func append(_ nodes: [TemplateNode]) {
        for node in nodes {
            switch node {
            case .literal(let bytes): html += bytes
            case .value(let place): if case .text(let text) = value(at: place) { html += text.bytes }
            case .section(let place, let inner): append(inner, with: value(at: place))
            case .invertedSection(let place, let inner): if value(at: place).isNothing { append(inner) }
            }
        }
    }

    private mutating func append(_ nodes: [TemplateNode], with value: FieldValue) {
        switch value {
        case .list(let elements):
            for element in elements {
                scopes.append(element)
                append(nodes)
                scopes.removeLast()
            }
        case .text, .absent, .flag: if !value.isNothing { append(nodes) }
        }
    }

    /// The places are those of the template's own fields (``TemplateAssembly``).
    private func value(at place: ValuePlace) -> FieldValue {
        scopes[place.scope][place.field]
    }

    /// More than a shipped page has.
    private static let usualLength = 16 << 10
}

extension FieldValue {
    fileprivate var isNothing: Bool {
        switch self {
        case .absent, .flag(false): true
        case .text, .flag(true): false
        case .list(let elements): elements.isEmpty
        }
    }
}
