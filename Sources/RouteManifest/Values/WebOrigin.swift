import OAuthModel

/// What a browser sends as `Origin` (RFC 6454 §6.2): scheme and host in lower case, the port unless it is the scheme's own.
package struct WebOrigin: Hashable, Sendable, CustomStringConvertible {
    package let text: String
    package var description: String { text }

    /// The origin of a URL, or of what is one but for its spelling.
    static func nearest(to text: String) -> WebOrigin? {
        guard let parts = URIParts(text), let host = parts.host, !host.isEmpty else { return nil }
        let port = parts.unusualPort.map { ":\($0)" } ?? ""
        return WebOrigin("\(parts.scheme.lowercased())://\(host.lowercased())\(port)")
    }

    init?(_ text: String) {
        guard let parts = URIParts(text), let host = parts.host, !host.isEmpty, parts.userInfo == nil,
            parts.path.isEmpty, parts.query == nil, parts.fragment == nil
        else { return nil }
        let port = parts.unusualPort.map { ":\($0)" } ?? ""
        guard text == "\(parts.scheme.lowercased())://\(host.lowercased())\(port)" else { return nil }
        self.text = text
    }
}
