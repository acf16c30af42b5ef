/// What a browser sends as `Origin` (RFC 6454 §6.2): scheme and host in lower case, the port unless it is the scheme's own.
package struct WebOrigin: Hashable, Sendable, CustomStringConvertible {
    package let text: String
    package var description: String { text }

    init?(_ text: String) {
        guard let parts = URIParts(text), let host = parts.host, parts.userInfo == nil, parts.path.isEmpty,
            parts.query == nil, parts.fragment == nil
        else { return nil }
        let standard = ["https": 443, "http": 80][parts.scheme]
        guard parts.port == nil || parts.port != standard else { return nil }
        let port = parts.port.map { ":\($0)" } ?? ""
        guard text == "\(parts.scheme)://\(host.lowercased())\(port)" else { return nil }
        self.text = text
    }
}
