import Web
package import WireText

/// Names a protected resource (RFC 8707 §2): an absolute URI without fragment.
///
/// Client libraries normalise it, so two are the same when they agree after lower-casing scheme and host, dropping a default
/// port, shortening an IPv6 address and taking an empty path for `/`. The text as configured is what goes into `aud`.
package struct ResourceIndicator: Sendable, CustomStringConvertible {
    package let text: String
    package var description: String { text }
    private let comparable: String

    package init?(_ text: WireText) {
        guard let ascii = text.ascii, let indicator = ResourceIndicator(ascii) else { return nil }
        self = indicator
    }

    package init?(_ text: String) {
        guard let parts = URIParts(text), parts.fragment == nil, let origin = WebOrigin(parts) else {
            return nil
        }
        self.text = text
        comparable =
            "\(origin.scheme)://" + (parts.userInfo.map { $0 + "@" } ?? "") + "\(origin.authority)"
            + (parts.path.isEmpty ? "/" : parts.path) + (parts.query.map { "?" + $0 } ?? "")
    }

    /// Whether both are at one scheme, host and port, as clients normalise them.
    package func hasOrigin(of other: ResourceIndicator) -> Bool {
        parts.flatMap(WebOrigin.init) == other.parts.flatMap(WebOrigin.init)
    }

    /// Whether it is at the other's origin, and the other's path, with or without a slash at its end, is the beginning of its own.
    package func isUnder(_ base: ResourceIndicator) -> Bool {
        guard hasOrigin(of: base) else { return false }
        let whole = base.path.utf8[...]
        let beginning = whole.last == UInt8(ascii: "/") ? whole.dropLast() : whole
        guard path.utf8.starts(with: beginning) else { return false }
        let rest = path.utf8.dropFirst(beginning.count)
        return rest.isEmpty || rest.first == UInt8(ascii: "/")
    }

    /// Scheme, host and port, as written.
    package var origin: String { parts.map { "\($0.scheme)://\($0.hostAndPort)" } ?? "" }

    /// As written; empty, or beginning with `/`.
    package var path: String { parts?.path ?? "" }

    private var parts: URIParts? { URIParts(text) }
}

extension ResourceIndicator: Hashable {
    package static func == (left: ResourceIndicator, right: ResourceIndicator) -> Bool {
        left.comparable == right.comparable
    }

    package func hash(into hasher: inout Hasher) {
        hasher.combine(comparable)
    }
}
