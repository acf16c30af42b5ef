package import WireText

/// One `scope-token`: printable ASCII without space, `"` and `\` (RFC 6749 §3.3).
package struct ScopeToken: RawRepresentable, Hashable, Sendable, CustomStringConvertible {
    package let rawValue: String
    package var description: String { rawValue }

    package init?(rawValue: String) {
        let isValid = rawValue.utf8.allSatisfy { byte in
            byte == 0x21 || (0x23...0x5b).contains(byte) || (0x5d...0x7e).contains(byte)
        }
        guard isValid, !rawValue.isEmpty else { return nil }
        self.rawValue = rawValue
    }

    package static let offlineAccess = ScopeToken(unchecked: "offline_access")

    private init(unchecked: String) {
        rawValue = unchecked
    }
}

/// A set of scope tokens. The order of the wire is kept, for people; equality doesn't look at it.
package struct Scope: Sendable {
    package let tokens: [ScopeToken]

    package static let empty = Scope([])

    package init(_ tokens: some Sequence<ScopeToken>) {
        var seen: Set<ScopeToken> = []
        self.tokens = tokens.filter { seen.insert($0).inserted }
    }

    /// Reads the wire form, tokens between spaces. `nil` when a token has a character it can't have.
    package init?(_ text: WireText) {
        guard let ascii = text.ascii, let scope = Scope(ascii) else { return nil }
        self = scope
    }

    package init?(_ text: String) {
        var tokens: [ScopeToken] = []
        for part in text.split(separator: " ") {
            guard let token = ScopeToken(rawValue: String(part)) else { return nil }
            tokens.append(token)
        }
        self.init(tokens)
    }

    package var text: String { tokens.map(\.rawValue).joined(separator: " ") }
    package var isEmpty: Bool { tokens.isEmpty }

    /// Nothing is in it but `offline_access`, or nothing at all: a token of this scope is let in nowhere.
    package var opensNothing: Bool { tokens.allSatisfy { $0 == .offlineAccess } }

    /// This scope, unless it opens nothing and so counts as none: then the other one, to which it is added.
    package func completed(by other: Scope) -> Scope {
        opensNothing ? Scope(other.tokens + tokens) : self
    }

    package func contains(_ token: ScopeToken) -> Bool { tokens.contains(token) }
    package func isSubset(of other: Scope) -> Bool { tokens.allSatisfy(other.contains) }
}

extension Scope: Equatable {
    package static func == (left: Scope, right: Scope) -> Bool {
        Set(left.tokens) == Set(right.tokens)
    }
}
