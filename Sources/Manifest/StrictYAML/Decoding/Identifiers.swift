import Diagnostics
import YAML

/// What an id is made of.
package struct IdentifierRule {
    package let alphabet: String
    package let longest: Int
    /// The same as an expression.
    package let pattern: String
    package let isCharacter: @Sendable (UInt8) -> Bool

    package init(
        alphabet: String, longest: Int, pattern: String, isCharacter: @escaping @Sendable (UInt8) -> Bool
    ) {
        self.alphabet = alphabet
        self.longest = longest
        self.pattern = pattern
        self.isCharacter = isCharacter
    }

    package var shape: TextShape { TextShape(alphabet, pattern: pattern) }

    package func allows(_ text: String) -> Bool {
        (1...longest).contains(text.utf8.count) && text.utf8.allSatisfy(isCharacter)
    }

    /// What is left of a text that would be one but for a few characters.
    package func nearest(to text: String) -> String? {
        let words = text.utf8.split(whereSeparator: { !isCharacter($0) })
        let meant = words.map { String(decoding: $0, as: UTF8.self) }.joined(separator: "-")
        return allows(meant) ? meant : nil
    }
}

/// The ids that have been read, by what they are ids of, and where they stand.
private final class Identifiers: Facts {
    package var places: [String: [String: SourceSpan]] = [:]
}

extension ValueType<String> {
    /// An id that no other of its kind has.
    package static func identifier(_ rule: IdentifierRule, called noun: String) -> ValueType {
        ValueType(rule.shape) { $0.identifier(rule, called: noun) }
    }
}

extension Field {
    fileprivate func identifier(_ rule: IdentifierRule, called noun: String) -> String? {
        let id = convert(to: rule.alphabet) { text in
            rule.allows(text) ? text : nil
        } remedy: {
            rule.nearest(to: $0).map(write)
        }
        guard let id else { return nil }
        if let first = decoding[Identifiers.self].places[noun, default: [:]].updateValue(span, forKey: id) {
            decoding.findings.error(
                .duplicateEntry, "\(noun) \(quoted(id)) is declared twice", at: span,
                hint: "ids are unique; rename one",
                related: Finding.Related(message: "first declared here", span: first))
        }
        return id
    }
}
