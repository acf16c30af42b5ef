import Diagnostics
import OAuthModel
import StrictYAML
import YAML

/// What stands under the name of a scope, where that is more than a description.
struct ScopeEntry {
    fileprivate var description: String?
    fileprivate var isDefault = false
    fileprivate var isAdvertised = true
}

extension KeyList<ScopeEntry> {
    fileprivate static let scope = KeyList(
        "a scope", example: "{ description: Use the tools }", for: "the consent page and the metadata",
        untouched: ScopeEntry()
    ) {
        Key(
            "description", .line(), \.description, example: "Use the tools",
            "What it allows, in a few words, for the consent page."
        ).required("say in a few words what it allows; the consent page shows it")
        Key(
            "default", .boolean, \.isDefault, example: "true",
            "A request that names no scope is given this one.")
        Key(
            "advertised", .boolean, \.isAdvertised, example: "false",
            "It is in `scopes_supported`, where some clients ask for all they find. Who asks for it is granted it either way."
        )
    }
}

extension ValueType<[ScopeDraft]> {
    /// Names to descriptions, or to mappings with `description`, `default` and `advertised`.
    static var scopes: ValueType {
        let name = "1 to 128 visible ASCII characters without \" and \\"
        return ValueType(
            .named(
                TextShape(name, pattern: "[!#-\\[\\]-~]{1,128}"),
                .either([.text(.line()), .mapping(KeyList<ScopeEntry>.scope.entries)]))
        ) { _ in
            nil
        } read: { field in
            field.mapping(such: "{ mcp: Use the tools }")?.all().compactMap { entry, field in
                if let name = ScopeToken(written: entry.key) { return field.scope(name, entry) }
                field.decoding[ScopeFacts.self].hasUnreadable = true
                field.error(
                    .invalidValue, "\(quoted(entry.key)) is not a scope",
                    hint: "a scope is \(name) (RFC 6749 §3.3)", at: entry.keySpan)
                return nil
            }
        }
    }
}

extension Field {
    fileprivate func scope(_ name: ScopeToken, _ entry: YAMLEntry) -> ScopeDraft? {
        if case .mapping = node.content {
            return KeyList<ScopeEntry>.scope.read(self, called: "scope '\(name)'") { scope, reader in
                ScopeDraft(
                    declaration: DeclaredScope(
                        name, description: scope.description ?? "", isDefault: scope.isDefault,
                        isAdvertised: scope.isAdvertised),
                    nameSpan: entry.keySpan, becomingDefault: reader.state("default", "true"))
            }
        }
        guard let description = line() else { return nil }
        let text = YAMLText.scalar(description.value)
        decoding.tell(path, text, self)
        return ScopeDraft(
            declaration: DeclaredScope(name, description: description.value), nameSpan: entry.keySpan,
            becomingDefault: writeYAML("{ description: \(text), default: true }"))
    }
}

extension ValueType<ScopeToken> {
    /// What is not declared is told of by ``Decoding/checkScopeReferences()``.
    static var declaredScope: ValueType {
        ValueType("a declared scope") { field in
            guard let text = field.text() else { return nil }
            let facts = field.decoding[ScopeFacts.self]
            facts.named.insert(text.value)
            let known = facts.declared.first { $0.declaration.token.rawValue == text.value }
            if known == nil, !facts.hasUnreadable {
                facts.unknown.append(ScopeReference(text: text, field: field))
            }
            return known?.declaration.token
        }
    }
}

extension Decoding {
    /// What a request is given that names no scope means something somewhere.
    func checkDefaultsAreListed() {
        for scope in self[ScopeFacts.self].declared where scope.declaration.isDefault {
            let name = scope.declaration.token
            guard let remedy = remedyWhereUnlisted(name) else { continue }
            findings.warning(
                .unlistedScope,
                "\(quoted(name.rawValue)) is never granted, default or not: no resource lists it",
                at: scope.nameSpan, remedy: remedy)
        }
    }

    /// What to write where no resource lists a scope, and so it means something at none; `offline_access` does so by itself.
    func remedyWhereUnlisted(_ scope: ScopeToken) -> Remedy? {
        let resources = self[ResourceFacts.self].declared
        // What could not be read might list it.
        guard !findings.hasErrors, self[ScopeFacts.self].unknown.isEmpty, scope != .offlineAccess,
            let first = resources.first, let scopes = first.reader.field("scopes"),
            !resources.contains(where: { $0.declaration.scope.contains(scope) })
        else { return nil }
        let resource = first.declaration
        let list = YAMLText.list((resource.scope.tokens + [scope]).map(\.rawValue))
        return scopes.add(
            YAMLText.scalar(scope.rawValue),
            words: "at the resource that knows it, such as \(resource.indicator), write scopes: \(list)")
    }

    /// Where several name a scope alike that is not declared, the declaration that nobody names is the slip.
    func checkScopeReferences() {
        let facts = self[ScopeFacts.self]
        let names = facts.declared.map(\.declaration.token.rawValue)
        let counts = Dictionary(grouping: facts.unknown, by: \.text.value).mapValues(\.count)
        // In a file with more of them than anybody writes nothing is guessed.
        let often = counts.count > 100 ? [] : counts.filter { $0.value > 1 }.keys.sorted()
        var slips: Set<String> = []
        for scope in facts.declared where !facts.named.contains(scope.declaration.token.rawValue) {
            let name = scope.declaration.token.rawValue
            let remedy = Remedy.meant(by: name, among: often, called: nil) {
                Remedy.Edit(scope.nameSpan, YAMLText.scalar($0))
            }
            guard let remedy, let meant = remedy.edit?.text else { continue }
            slips.insert(meant)
            findings.error(
                .unknownReference, "nobody names scope \(quoted(name))", at: scope.nameSpan, remedy: remedy)
        }
        for scope in facts.unknown where !slips.contains(YAMLText.scalar(scope.text.value)) {
            scope.field.error(
                .unknownReference, "scope \(scope.text.shown) is not declared under 'scopes'",
                remedy: names.isEmpty
                    ? add("scopes", "{ \(YAMLText.scalar(scope.text.value)): Use the tools }").ifMeant()
                    : scope.field.meant(scope.text.value, among: names, called: "declared scopes"))
        }
    }
}

extension ScopeToken {
    fileprivate init?(written text: String) {
        guard text.utf8.count <= 128 else { return nil }
        self.init(rawValue: text)
    }
}

/// A scope with the place of its name.
struct ScopeDraft {
    let declaration: DeclaredScope
    let nameSpan: SourceSpan
    /// What makes it one of those that a request is given that names none.
    let becomingDefault: Remedy
}

/// What has been read of scopes.
final class ScopeFacts: Facts {
    var declared: [ScopeDraft] = []
    /// One could not be read: who names one that is not known may name that.
    var hasUnreadable = false
    /// Those that something refers to, and what refers to none.
    fileprivate var named: Set<String> = []
    fileprivate var unknown: [ScopeReference] = []
}

/// A scope that is named and not declared.
private struct ScopeReference {
    let text: FilledText
    let field: Field
}
