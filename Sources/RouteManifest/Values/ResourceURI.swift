/// The identifier of a protected resource (RFC 8707 §2): an `http` or `https` URI without fragment, kept as written.
package struct ResourceURI: Hashable, Sendable, CustomStringConvertible {
    package let text: String
    package var description: String { text }

    /// Scheme and host in lower case, without a default port, `/` for an empty path: two that agree in this are one.
    let comparisonKey: String
    /// `http` to another machine: tokens would travel in the clear.
    let isPlainHTTPOffLoopback: Bool

    init(_ text: String) throws(ResourceFlaw) {
        guard let parts = URIParts(text) else { throw .notAURI }
        guard parts.scheme == "https" || parts.scheme == "http", let host = parts.host else { throw .scheme }
        guard parts.fragment == nil else { throw .fragment }
        guard parts.userInfo == nil else { throw .userInfo }
        self.text = text
        let standard = parts.scheme == "https" ? 443 : 80
        let port = parts.port.flatMap { $0 == standard ? nil : ":\($0)" } ?? ""
        let query = parts.query.map { "?" + $0 } ?? ""
        let path = parts.path.isEmpty ? "/" : parts.path
        comparisonKey = "\(parts.scheme)://\(host.lowercased())\(port)\(path)\(query)"
        isPlainHTTPOffLoopback = parts.scheme == "http" && !parts.isLoopback
    }
}

/// Why a text is no ``ResourceURI``.
enum ResourceFlaw: Error, Equatable {
    case notAURI
    case scheme
    case fragment
    case userInfo
}
