import Diagnostics
import OAuthModel
import YAML

/// What stands under the name of a scope, where that is more than a description.
struct ScopeEntry {
    fileprivate var description: String?
    fileprivate var isDefault = false
    fileprivate var isAdvertised = true
    fileprivate var becomingDefault = Remedy("")
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
    } together: { scope, reader in
        scope.becomingDefault = reader.field("default")?.write("true") ?? reader.add("default", "true")
    }
}

extension ValueShape {
    static let scopes = ValueShape.named(
        TextShape(
            "1 to 128 visible ASCII characters without \" and \\", pattern: "[!#-\\[\\]-~]{1,128}"),
        .either([
            .text(.line()), .mapping(KeyList<ScopeEntry>.scope.entries),
        ]))
}

extension Decoding {
    /// `scopes`: names to descriptions, or to mappings with `description`, `default` and `advertised`.
    func scopes(_ field: Field?) -> [ScopeDraft] {
        guard let reader = field?.mapping(such: "{ mcp: Use the tools }") else { return [] }
        return reader.all().compactMap { entry, field in
            guard let name = ScopeToken(written: entry.key) else {
                hasUnreadableScopes = true
                findings.error(
                    .invalidValue, "\(quoted(entry.key)) is not a scope", at: entry.keySpan,
                    hint: "a scope is 1 to 128 visible ASCII characters without \" and \\ (RFC 6749 §3.3)")
                return nil
            }
            if case .mapping = entry.value.content {
                return KeyList<ScopeEntry>.scope.read(field, called: "scope '\(name)'", ScopeEntry()).map {
                    ScopeDraft(
                        declaration: DeclaredScope(
                            name, description: $0.description ?? "", isDefault: $0.isDefault,
                            isAdvertised: $0.isAdvertised),
                        nameSpan: entry.keySpan, becomingDefault: $0.becomingDefault)
                }
            }
            guard let description = field.line() else { return nil }
            tell(field.path, YAMLText.scalar(description.value), field)
            let text = "{ description: \(YAMLText.scalar(description.value)), default: true }"
            return ScopeDraft(
                declaration: DeclaredScope(name, description: description.value), nameSpan: entry.keySpan,
                becomingDefault: field.writeYAML(text))
        }
    }

    /// What a request is given that names no scope means something somewhere.
    func checkDefaultsAreListed(_ scopes: [ScopeDraft], at resources: [ResourceDraft]) {
        for scope in scopes where scope.declaration.isDefault {
            let name = scope.declaration.token
            guard let remedy = remedyWhereUnlisted(name, at: resources) else { continue }
            findings.warning(
                .unlistedScope,
                "\(quoted(name.rawValue)) is never granted, default or not: no resource lists it",
                at: scope.nameSpan, remedy: remedy)
        }
    }

    /// What to write where no resource lists a scope, and so it means something at none; `offline_access` does so by itself.
    func remedyWhereUnlisted(_ scope: ScopeToken, at resources: [ResourceDraft]) -> Remedy? {
        // What could not be read might list it.
        guard !findings.hasErrors, unknownScopes.isEmpty, scope != .offlineAccess,
            let first = resources.first,
            let scopes = first.scopesField,
            !resources.contains(where: { $0.declaration.scope.contains(scope) })
        else { return nil }
        let resource = first.declaration
        let list = YAMLText.list((resource.scope.tokens + [scope]).map(\.rawValue))
        return scopes.add(
            YAMLText.scalar(scope.rawValue),
            words: "at the resource that knows it, such as \(resource.indicator), write scopes: \(list)")
    }

    /// A list of scopes, each of which must be declared. `found` is told of those that are, ``checkScopeReferences(_:)`` of the others.
    func scopeNames(
        _ field: Field, among known: [DeclaredScope], found: (ScopeToken, Field) -> Void = { _, _ in }
    ) -> [ScopeToken] {
        let entries = field.list() ?? []
        return distinct(entries) { entry in
            guard let text = entry.text() else { return nil }
            if let scope = known.first(where: { $0.token.rawValue == text.value }) {
                found(scope.token, entry)
                namedScopes.insert(text.value)
                return scope.token
            }
            if !hasUnreadableScopes { unknownScopes.append(ScopeReference(text: text, field: entry)) }
            return nil
        }
    }

    /// Where several name a scope alike that is not declared, the declaration that nobody names is the slip.
    func checkScopeReferences(_ declared: [ScopeDraft]) {
        let names = declared.map(\.declaration.token.rawValue)
        let counts = Dictionary(grouping: unknownScopes, by: \.text.value).mapValues(\.count)
        // In a file with more of them than anybody writes nothing is guessed.
        let often = counts.count > 100 ? [] : counts.filter { $0.value > 1 }.keys.sorted()
        var slips: Set<String> = []
        for scope in declared where !namedScopes.contains(scope.declaration.token.rawValue) {
            let name = scope.declaration.token.rawValue
            let remedy = Remedy.meant(by: name, among: often, called: nil) {
                Remedy.Edit(scope.nameSpan, YAMLText.scalar($0))
            }
            guard let remedy, let meant = remedy.edit?.text else { continue }
            slips.insert(meant)
            findings.error(
                .unknownReference, "nobody names scope \(quoted(name))", at: scope.nameSpan, remedy: remedy)
        }
        for scope in unknownScopes where !slips.contains(YAMLText.scalar(scope.text.value)) {
            scope.field.error(
                .unknownReference, "scope \(scope.text.shown) is not declared under 'scopes'",
                remedy: names.isEmpty
                    ? add("scopes", "{ \(YAMLText.scalar(scope.text.value)): Use the tools }").ifMeant()
                    : scope.field.meant(scope.text.value, among: names, called: "declared scopes"))
        }
    }

    /// What `read` makes of each entry; one that comes twice is reported and dropped.
    func distinct<Value: Hashable>(_ entries: [Field], _ read: (Field) -> Value?) -> [Value] {
        var seen: Set<Value> = []
        return entries.compactMap { entry in
            guard let value = read(entry) else { return nil }
            guard seen.insert(value).inserted else {
                entry.error(.duplicateEntry, "\(entry.label) is listed twice", remedy: entry.remove())
                return nil
            }
            return value
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

/// A scope that is named and not declared.
struct ScopeReference {
    let text: FilledText
    let field: Field
}
