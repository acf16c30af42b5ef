import Cryptography

/// The policy of a page: nothing runs, nothing is fetched but images of this server, nobody frames it; its
/// own style sheets are known by their digests, so that it is the same for every answer and needs no nonce.
///
/// There is no `form-action`: Chromium applies it to the redirects that follow a form too, and would stop the
/// browser on its way back to the client.
enum ContentSecurityPolicy {
    static func value(styles: [String]) -> String {
        let sources = styles.map { "'sha256-\(base64(SHA256.hash(Array($0.utf8))))'" }
        let style = sources.isEmpty ? "'none'" : sources.joined(separator: " ")
        return "default-src 'none'; style-src \(style); img-src 'self' data:; base-uri 'none'; "
            + "frame-ancestors 'none'"
    }

    /// Thirty-two bytes in the alphabet of RFC 4648 §4; they leave room for exactly one sign of padding.
    private static func base64(_ digest: [UInt8]) -> String {
        let url = Base64URL.encode(digest)
        return String(url.map { $0 == "-" ? "+" : $0 == "_" ? "/" : $0 }) + "="
    }
}
