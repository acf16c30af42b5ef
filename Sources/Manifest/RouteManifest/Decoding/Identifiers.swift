import Diagnostics
import OAuthModel
import YAML

/// What an id is made of.
struct IdentifierRule {
    let alphabet: String
    let longest: Int
    /// The same as an expression.
    let pattern: String
    let isCharacter: @Sendable (UInt8) -> Bool

    /// Goes over the wire: without what HTTP Basic would need escapes for.
    static let credential = IdentifierRule(
        alphabet: "1 to 128 of the characters A-Z a-z 0-9 . _ -", longest: 128,
        pattern: "[A-Za-z0-9._-]{1,128}"
    ) { ChosenUserID.isCharacter($0) && $0 != UInt8(ascii: "@") }

    static let user = IdentifierRule(
        alphabet: ChosenUserID.alphabet, longest: 64, pattern: "[A-Za-z0-9@._-]{1,64}"
    ) {
        ChosenUserID.isCharacter($0)
    }

    var shape: TextShape { TextShape(alphabet, pattern: pattern) }

    func allows(_ text: String) -> Bool {
        (1...longest).contains(text.utf8.count) && text.utf8.allSatisfy(isCharacter)
    }

    /// What is left of a text that would be one but for a few characters.
    func nearest(to text: String) -> String? {
        let words = text.utf8.split(whereSeparator: { !isCharacter($0) })
        let meant = words.map { String(decoding: $0, as: UTF8.self) }.joined(separator: "-")
        return allows(meant) ? meant : nil
    }
}

extension ValueType<String> {
    /// An id that no other of its kind has.
    static func identifier(_ rule: IdentifierRule = .credential, called noun: String) -> ValueType {
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
        if let first = decoding.identifiers[noun, default: [:]].updateValue(span, forKey: id) {
            decoding.findings.error(
                .duplicateEntry, "\(noun) \(quoted(id)) is declared twice", at: span,
                hint: "ids are unique; rename one",
                related: Finding.Related(message: "first declared here", span: first))
        }
        return id
    }
}
