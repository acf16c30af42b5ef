import OAuthModel
import Web

extension ResourceIndicator {
    /// As an operator may write one (RFC 8707 §2): an `http` or `https` URI without fragment, kept as written.
    init(written text: String) throws(ResourceFlaw) {
        guard text.utf8.allSatisfy({ $0 < 0x80 }) else { throw .notASCII(ASCIISpelling.of(text)) }
        guard let parts = URIParts(text) else { throw .notAURI }
        guard parts.isWeb, let host = parts.host else { throw .scheme }
        guard parts.fragment == nil else { throw .fragment }
        guard parts.userInfo == nil else { throw .userInfo }
        guard parts.isWebAddress, let indicator = ResourceIndicator(text) else { throw .host(host) }
        self = indicator
    }

    /// Tokens would travel so.
    func isInTheClear(_ plainHTTP: PlainHTTPHosts) -> Bool {
        URIParts(text).map { !plainHTTP.allow($0) } ?? true
    }

    /// The same without empty segments in its path, where it has any: nobody means them, and no client asks for them.
    var withoutEmptySegments: String? {
        guard let parts = URIParts(text), parts.path.contains("//") else { return nil }
        let segments = parts.path.split(separator: "/").joined(separator: "/")
        let end = parts.path.hasSuffix("/") && !segments.isEmpty ? "/" : ""
        return "\(parts.scheme)://\(parts.hostAndPort)/\(segments)\(end)"
            + (parts.query.map { "?" + $0 } ?? "")
    }
}

/// Why a text does not name a resource.
enum ResourceFlaw: Error, Equatable {
    /// With the spelling to write, where there is one.
    case notASCII(String?)
    case notAURI
    case scheme
    case fragment
    case userInfo
    case host(String)
}
