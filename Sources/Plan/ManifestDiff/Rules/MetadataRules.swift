import JSON
import OAuthModel
import RouteManifest
import Router
import WireText

extension Rule {
    /// The metadata document, member by member, where both serve one: who comes and goes with its route is told of by that.
    static let metadata: [Rule] = [
        Rule("metadata-member") { old, new in
            guard old.plan.route(.metadata) != nil, new.plan.route(.metadata) != nil,
                let before = old.plan.metadata.json.object, let after = new.plan.metadata.json.object
            else { return [] }
            let names = before.members.map(\.name)
            let added = after.members.map(\.name).filter { !names.contains($0) }
            return (names + added).compactMap { name in
                guard before[name] != after[name] else { return nil }
                return Difference(
                    rule: "metadata-member", subject: "metadata.\(name)", before: before[name]?.cell,
                    after: after[name]?.cell,
                    effects: [
                        Effect(
                            audience: "\(name)".hasPrefix("introspection_") ? .resourceServers : .clients,
                            words: words("\(name)", before[name], after[name]))
                    ])
            }
        }
    ]

    private static func words(_ name: String, _ before: JSONValue?, _ after: JSONValue?) -> String {
        guard let before else { return "the metadata has \(name)" }
        guard let after else { return "the metadata has no \(name) any more" }
        guard let old = before.strings, let new = after.strings else {
            return "\(name) of the metadata is another"
        }
        let gone = old.filter { !new.contains($0) }.map(\.shown)
        let come = new.filter { !old.contains($0) }.map(\.shown)
        if gone.isEmpty, come.isEmpty { return "\(name) of the metadata has another order" }
        let parts =
            (gone.isEmpty ? [] : ["lacks \(gone.enumerated)"])
            + (come.isEmpty ? [] : ["has \(come.enumerated)"])
        return "\(name) of the metadata \(parts.joined(separator: " and "))"
    }
}

extension JSONValue {
    /// A text as it is, a list without its brackets.
    fileprivate var cell: String {
        if let string { return string.shown }
        if let strings { return strings.map(\.shown).joined(separator: ", ") }
        return String(decoding: serialized(), as: UTF8.self)
    }
}
