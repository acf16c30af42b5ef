import Diagnostics
import Suggestions

/// The values that a template may name, at the place that is being read.
struct ValueNames {
    /// Those of the frame, the page's own, then those of the elements around.
    private var scopes: [[NamedField]]
    private(set) var used: Set<String> = []

    init(_ scopes: [[NamedField]]) { self.scopes = scopes }

    mutating func enter(_ fields: [NamedField]) { scopes.append(fields) }
    mutating func leave() { scopes.removeLast() }

    /// The name stands on the page, if not as it should.
    mutating func note(_ name: String) { used.insert(name) }

    func has(_ name: String) -> Bool { known(name) != nil }

    func kind(of name: String) -> FieldKind? { known(name)?.1.kind }

    enum Advice {
        case meant(String)
        case words(String)
    }

    struct Found {
        /// Nil where another was meant.
        var place: ValuePlace?
        /// The value, or the one that was probably meant.
        var field: NamedField?
        /// Nil for a name that is known.
        var advice: Advice?
    }

    /// - Parameter guessing: Whether what was meant by an unknown name is worth the search.
    mutating func find(_ name: String, guessing: Bool) -> Found {
        if let (place, field) = known(name) {
            used.insert(name)
            return Found(place: place, field: field)
        }
        guard guessing else { return Found(advice: .words("remove it")) }
        for field in scopes.joined() {
            guard case .list(let inner) = field.kind, inner.contains(where: { $0.name == name }) else {
                continue
            }
            return Found(
                advice: .words(
                    "each of \(quoted(field.name)) has one: write it between {{#\(field.name)}} and {{/\(field.name)}}"
                ))
        }
        let names = Set(scopes.joined().map(\.name)).sorted()
        let meant = Suggestion.nearest(to: name, among: names)
        guard let meant else { return Found(advice: .words("values: " + names.joined(separator: ", "))) }
        used.insert(meant)
        return Found(field: known(meant)?.1, advice: .meant(meant))
    }

    private func known(_ name: String) -> (ValuePlace, NamedField)? {
        for (scope, fields) in scopes.enumerated().reversed() {
            if let index = fields.firstIndex(where: { $0.name == name }) {
                return (ValuePlace(scope: scope, field: index), fields[index])
            }
        }
        return nil
    }
}

extension NamedField {
    /// How it is shown.
    var usage: String {
        switch kind {
        case .text, .script: "{{\(name)}}"
        case .styleSheet: "<link rel=\"stylesheet\" href=\"{{\(name)}}\">"
        case .optionalText: "{{#\(name)}}{{\(name)}}{{/\(name)}}"
        case .flag: "{{#\(name)}}…{{/\(name)}}"
        case .list(let fields): "{{#\(name)}}" + fields.map(\.usage).joined(separator: " ") + "{{/\(name)}}"
        }
    }
}
