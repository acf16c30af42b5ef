import OAuthModel
import StrictYAML
import Web

/// The path of an endpoint, compared byte for byte with what a request asks for.
///
/// It begins with `/` and is made of RFC 3986's unescaped path characters; there are no empty, `.` or `..` segments, no
/// escapes, no wildcards, no query.
package struct RoutePath: Hashable, Sendable, CustomStringConvertible {
    package let text: String
    package var description: String { text }

    static let shape = TextShape(
        "a path that begins with a slash, without query, escapes or wildcards",
        pattern: "/[-A-Za-z0-9._~!$&'()+,;=:@/]{0,511}")

    init(_ text: String) throws(RoutePathFlaw) {
        guard text.utf8.first == UInt8(ascii: "/") else { throw .relative }
        if text.utf8.contains(UInt8(ascii: "?")) { throw .query }
        if text.utf8.contains(UInt8(ascii: "#")) { throw .fragment }
        if text.utf8.contains(where: { "*{}".utf8.contains($0) }) { throw .pattern }
        guard text.utf8.count <= 512 else { throw .tooLong }
        if let bad = text.unicodeScalars.first(where: { !Self.isPathCharacter($0) }) { throw .character(bad) }
        let segments = text.dropFirst().split(separator: "/", omittingEmptySubsequences: false)
        if segments.contains(where: { $0 == "." || $0 == ".." }) { throw .dotSegment }
        if segments.dropLast().contains("") { throw .emptySegment }
        self.text = text
    }

    /// The path in a text that is more than that, or is not in its plain form: of a URL, without its query, with the segments that
    /// it leads to.
    static func meant(by text: String) -> RoutePath? {
        let start = text.utf8.contains(UInt8(ascii: ":")) ? URIParts(text) : nil
        let path = start?.host == nil ? text : start?.path ?? ""
        var segments: [Substring] = []
        for segment in path.prefix(while: { $0 != "?" && $0 != "#" }).split(separator: "/")
        where segment != "." {
            if segment == ".." { _ = segments.popLast() } else { segments.append(segment) }
        }
        return segments.isEmpty ? nil : try? RoutePath("/" + segments.joined(separator: "/"))
    }

    private static func isPathCharacter(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar {
        case "a"..."z", "A"..."Z", "0"..."9": true
        default: "-._~!$&'()+,;=:@/".unicodeScalars.contains(scalar)
        }
    }
}

/// Why a text is no ``RoutePath``.
enum RoutePathFlaw: Error, Equatable {
    case relative
    case query
    case fragment
    case pattern
    case tooLong
    case character(Unicode.Scalar)
    case dotSegment
    case emptySegment
}
