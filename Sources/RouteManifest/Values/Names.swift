package import OAuthModel

/// The key of a route: 1 to 64 characters of `a-z0-9_`, beginning with a letter.
package struct RouteName: Hashable, Sendable, CustomStringConvertible {
    package let text: String
    package var description: String { text }

    init?(_ text: String) {
        guard Self.isName(text, extra: "_") else { return nil }
        self.text = text
    }

    fileprivate static func isName(_ text: String, extra: String) -> Bool {
        guard let first = text.unicodeScalars.first, "a"..."z" ~= first, text.utf8.count <= 64 else {
            return false
        }
        return text.unicodeScalars.allSatisfy {
            "a"..."z" ~= $0 || "0"..."9" ~= $0 || extra.unicodeScalars.contains($0)
        }
    }
}

/// A profile: 1 to 64 characters of `a-z0-9_-`, beginning with a letter.
package struct ProfileName: Hashable, Sendable, CustomStringConvertible {
    package let text: String
    package var description: String { text }

    package static let demo = ProfileName(known: "demo")

    init?(_ text: String) {
        guard RouteName.isName(text, extra: "_-") else { return nil }
        self.text = text
    }

    private init(known text: String) {
        self.text = text
    }
}

/// A scope token of at most 128 characters.
package struct ScopeName: Hashable, Sendable, CustomStringConvertible {
    package let token: ScopeToken

    init?(_ text: String) {
        guard text.utf8.count <= 128, let token = ScopeToken(rawValue: text) else { return nil }
        self.token = token
    }

    package var text: String { token.rawValue }
    package var description: String { text }
}

/// The name of a file that lies in the templates folder itself: no separators, no leading dot.
package struct TemplateName: Hashable, Sendable, CustomStringConvertible {
    package let text: String
    package var description: String { text }

    init?(_ text: String) {
        guard let first = text.unicodeScalars.first, first != ".", text.utf8.count <= 128 else { return nil }
        guard
            text.unicodeScalars.allSatisfy({
                $0.isASCII
                    && ($0.properties.isAlphabetic || "0"..."9" ~= $0 || "._-".unicodeScalars.contains($0))
            })
        else { return nil }
        self.text = text
    }
}
