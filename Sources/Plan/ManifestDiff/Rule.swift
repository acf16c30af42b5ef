import StrictYAML

/// One thing in which two manifests can differ: what it looks at, and what it finds.
struct Rule: Sendable {
    let name: String
    let differences: @Sendable (_ old: Side, _ new: Side) -> [Difference]

    init(_ name: String, _ differences: @escaping @Sendable (Side, Side) -> [Difference]) {
        self.name = name
        self.differences = differences
    }
}

extension Rule {
    /// A value that every manifest has, or lacks.
    ///
    /// - Parameters:
    ///   - subject: Its place in the manifest; its name is that with dashes.
    ///   - shown: Nil for one that isn't there.
    static func value<Value: Equatable & Sendable>(
        _ subject: String, _ value: @escaping @Sendable (Side) -> Value,
        shown: @escaping @Sendable (Value) -> String?,
        effects: @escaping @Sendable (_ old: Value, _ new: Value) -> [Effect]
    ) -> Rule {
        let name = String(subject.map { "._".contains($0) ? "-" : $0 })
        return Rule(name) { old, new in
            let (before, after) = (value(old), value(new))
            guard before != after else { return [] }
            return [
                Difference(
                    rule: name, subject: subject, before: shown(before), after: shown(after),
                    effects: effects(before, after))
            ]
        }
    }

    /// The entries of a list that are there on one side only.
    ///
    /// - Parameters:
    ///   - subject: The list's place in the manifest.
    ///   - key: What an entry is known by.
    ///   - shown: What there is to say of one that comes or goes.
    static func presence<Entry: Sendable, Key: Hashable & Sendable>(
        _ name: String, of subject: String, _ list: @escaping @Sendable (Side) -> [Entry],
        key: @escaping @Sendable (Entry) -> Key, shown: @escaping @Sendable (Entry) -> String,
        added: @escaping @Sendable (Entry) -> [Effect], removed: @escaping @Sendable (Entry) -> [Effect]
    ) -> Rule {
        Rule(name) { old, new in
            let (before, after) = (list(old), list(new))
            let gone = before.missing(from: after, key).map { entry in
                Difference(
                    rule: name, subject: "\(subject).\(key(entry))", before: shown(entry), after: nil,
                    effects: removed(entry))
            }
            return gone
                + after.missing(from: before, key).map { entry in
                    Difference(
                        rule: name, subject: "\(subject).\(key(entry))", before: nil, after: shown(entry),
                        effects: added(entry))
                }
        }
    }

    /// What is different in the entries that are there on both sides.
    static func entry<Entry: Sendable, Key: Hashable & Sendable, Value: Equatable & Sendable>(
        _ name: String, of subject: String, _ list: @escaping @Sendable (Side) -> [Entry],
        key: @escaping @Sendable (Entry) -> Key, member: String,
        _ value: @escaping @Sendable (Entry) -> Value, shown: @escaping @Sendable (Value) -> String?,
        effects: @escaping @Sendable (_ key: Key, _ old: Value, _ new: Value) -> [Effect]
    ) -> Rule {
        Rule(name) { old, new in
            list(old).pairs(with: list(new), key).compactMap { before, after in
                let (was, now) = (value(before), value(after))
                guard was != now else { return nil }
                return Difference(
                    rule: name, subject: "\(subject).\(key(before)).\(member)", before: shown(was),
                    after: shown(now), effects: effects(key(before), was, now))
            }
        }
    }

    /// The same where this holds of both sides.
    func given(_ holds: @escaping @Sendable (Side) -> Bool) -> Rule {
        Rule(name) { old, new in holds(old) && holds(new) ? differences(old, new) : [] }
    }

    /// The order of the entries that are there on both sides, where that means something.
    static func order<Entry: Sendable, Key: Hashable & Sendable>(
        _ name: String, of subject: String, _ list: @escaping @Sendable (Side) -> [Entry],
        key: @escaping @Sendable (Entry) -> Key, effects: [Effect]
    ) -> Rule {
        Rule(name) { old, new in
            let (before, after) = (list(old).map(key), list(new).map(key))
            let (kept, now) = (before.filter(after.contains), after.filter(before.contains))
            guard kept != now else { return [] }
            return [
                Difference(
                    rule: name, subject: "\(subject) (order)", before: kept.map { "\($0)" }.listed,
                    after: now.map { "\($0)" }.listed,
                    effects: effects)
            ]
        }
    }
}

extension [String] {
    /// In words, for a cell: `a, b`; nothing of an empty list.
    var listed: String? { isEmpty ? nil : joined(separator: ", ") }

    /// `a`, `a and b`, `a, b and c`.
    var enumerated: String {
        guard count > 1, let last else { return first ?? "" }
        return dropLast().joined(separator: ", ") + " and " + last
    }
}

extension Sequence {
    func missing<Key: Hashable & Sendable>(from others: [Element], _ key: (Element) -> Key) -> [Element] {
        let keys = Set(others.map(key))
        return filter { !keys.contains(key($0)) }
    }

    func pairs<Key: Hashable & Sendable>(with others: [Element], _ key: (Element) -> Key) -> [(
        Element, Element
    )] {
        let byKey = Dictionary(others.map { (key($0), $0) }, uniquingKeysWith: { first, _ in first })
        return compactMap { element in byKey[key(element)].map { (element, $0) } }
    }
}
