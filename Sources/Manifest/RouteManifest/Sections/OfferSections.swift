import OAuthModel
import StrictYAML
import YAML

/// A list at the top of the file of what clients may do, or how they say who they are. What is not in it is off.
struct Offered<Choice: RawRepresentable & CaseIterable & Hashable & Sendable & SendableMetatype>
where Choice.RawValue == String {
    /// The key of the list.
    let section: String
    private(set) var choices: [Choice]
    /// Nil where the file has no such list.
    private(set) var field: Field?
    /// Every entry could be read: what is missing is missing, and not merely misspelt.
    private(set) var isWhole = true

    /// - Parameter standing: What holds where the file does not say.
    init(_ section: String, unlessGiven standing: [Choice]) {
        self.section = section
        choices = standing
    }

    var text: String { YAMLText.list(choices.map(\.rawValue)) }

    func contains(_ choice: Choice) -> Bool { choices.contains(choice) }

    /// What is at the top of the file; without it counts what stands where the list was before.
    mutating func read(_ reader: MappingReader) {
        let top = reader.field(section)
        isWhole = top == nil
        guard let given = top ?? reader.decoding[MovedLists.self].fields[section], let entries = given.list()
        else { return }
        if entries.isEmpty {
            given.error(
                .invalidValue, "\(given.label) is empty: no client could do anything",
                remedy: given.writeYAML(text).or("remove it"))
        }
        field = given
        choices = reader.decoding.distinct(entries, ValueType<Choice>.choice().read)
        isWhole = !entries.isEmpty && choices.count == entries.count
    }
}

/// Lists that stand where they stood once, by the section that they have now.
private final class MovedLists: Facts {
    var fields: [String: Field] = [:]
}

extension Decoding {
    /// These lists stood under `with` of the token route once. There they count until they are moved.
    ///
    /// - Returns: False where there is none of them.
    func takeMoved(from with: Field) -> Bool {
        guard case .mapping = with.node.content, var reader = with.mapping(such: "") else { return false }
        let former = [
            (key: "grant_types", section: "grant_types"),
            (key: "auth_methods", section: "token_endpoint_auth_methods"),
        ]
        let found = former.compactMap { key, section in reader.takeRetired(key).map { (section, $0) } }
        guard !found.isEmpty else { return false }
        with.error(
            .uselessKey, "oauth.token has no options: these lists stand at the top of the file",
            remedy: move(found, out: with), at: with.keySpan)
        return true
    }

    private func move(_ lists: [(String, Field)], out with: Field) -> Remedy {
        var additions: [Remedy] = []
        for (section, list) in lists {
            let standing = top(section) ?? self[MovedLists.self].fields[section]?.node
            if let standing {
                guard texts(standing) == texts(list.node) else {
                    return Remedy("'\(section)' says otherwise elsewhere; keep one of the lists")
                }
                continue
            }
            var named = list
            named.label = "'\(section)'"
            self[MovedLists.self].fields[section] = named
            if let texts = texts(list.node), !texts.isEmpty {
                additions.append(add(section, YAMLText.list(texts), beside: with.span.start))
            }
        }
        let steps = additions + [with.remove(called: "with")]
        let edits = steps.compactMap(\.edit)
        return Remedy(
            steps.map(\.words).joined(separator: " and "), edits: edits.count == steps.count ? edits : [])
    }

    private func top(_ section: String) -> YAMLNode? {
        guard case .mapping(let entries)? = root?.content else { return nil }
        return entries.first { $0.key == section }?.value
    }

    /// The entries of a list as they are written; nil where they are more than words, or might be a secret.
    private func texts(_ node: YAMLNode) -> [String]? {
        guard case .sequence(let nodes) = node.content else { return nil }
        let texts = nodes.compactMap { entry -> String? in
            guard case .scalar(let scalar) = entry.content, !sources.isSecret(lineOf: entry.span.start)
            else { return nil }
            return scalar.text
        }
        return texts.count == nodes.count ? texts : nil
    }
}
