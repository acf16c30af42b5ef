package import JSON

/// Where a claim stands in what a provider says of somebody: one name, or the names that lead into objects (`[realm_access, roles]`).
/// A name is taken whole: a dot in it is a dot, as in `https://example.com/groups`.
package struct ClaimPath: Hashable, Sendable {
    package let names: [String]

    /// Nil where there is no name, or an empty one.
    package init?(_ names: [String]) {
        guard !names.isEmpty, names.allSatisfy({ !$0.isEmpty }) else { return nil }
        self.names = names
    }

    package init(_ name: StaticString) {
        names = ["\(name)"]
    }

    /// Nil where there is nothing, or `null`.
    package func value(in claims: JSONObject) -> JSONValue? {
        var value = JSONValue.object(claims)
        for name in names {
            guard let next = value.object?[name] else { return nil }
            value = next
        }
        return value == .null ? nil : value
    }
}

extension ClaimPath: CustomStringConvertible {
    /// For people: `realm_access.roles`.
    package var description: String { names.joined(separator: ".") }
}
