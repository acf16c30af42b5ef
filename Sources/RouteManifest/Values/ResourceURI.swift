package import OAuthModel
import Web

/// The identifier of a protected resource (RFC 8707 §2): an `http` or `https` URI without fragment, kept as written.
package struct ResourceURI: Hashable, Sendable, CustomStringConvertible {
    package let indicator: ResourceIndicator
    /// Tokens would travel in the clear.
    let isInTheClear: Bool

    /// The same without empty segments in its path, where it has any: nobody means them, and no client asks for them.
    let withoutEmptySegments: String?

    init(_ text: String, plainHTTP: PlainHTTPHosts) throws(ResourceFlaw) {
        guard text.utf8.allSatisfy({ $0 < 0x80 }) else { throw .notASCII(ASCIISpelling.of(text)) }
        guard let parts = URIParts(text) else { throw .notAURI }
        let scheme = parts.scheme.lowercased()
        guard scheme == "https" || scheme == "http", let host = parts.host else { throw .scheme }
        guard parts.fragment == nil else { throw .fragment }
        guard parts.userInfo == nil else { throw .userInfo }
        guard parts.isWebAddress, let indicator = ResourceIndicator(text) else { throw .host(host) }
        self.indicator = indicator
        withoutEmptySegments = Self.withoutEmptySegments(parts)
        isInTheClear = !plainHTTP.allow(parts)
    }

    private static func withoutEmptySegments(_ parts: URIParts) -> String? {
        guard parts.path.contains("//") else { return nil }
        let segments = parts.path.split(separator: "/").joined(separator: "/")
        let end = parts.path.hasSuffix("/") && !segments.isEmpty ? "/" : ""
        return "\(parts.scheme)://\(parts.hostAndPort)/\(segments)\(end)"
            + (parts.query.map { "?" + $0 } ?? "")
    }

    package var text: String { indicator.text }
    package var description: String { text }
}

/// Why a text is no ``ResourceURI``.
enum ResourceFlaw: Error, Equatable {
    /// With the spelling to write, where there is one.
    case notASCII(String?)
    case notAURI
    case scheme
    case fragment
    case userInfo
    case host(String)
}
