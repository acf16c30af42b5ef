import Cryptography

/// The policy of a page: nothing runs, nothing is fetched but images of this server, nobody frames it; its
/// own style sheets are known by their digests, so that it is the same for every answer and needs no nonce.
///
/// There is no `form-action`: Chromium applies it to the redirects that follow a form too, and would stop the
/// browser on its way back to the client.
enum ContentSecurityPolicy {
    static func value(styles: [[UInt8]]) -> String {
        let sources = styles.map { "'sha256-\(Base64.encode(SHA256.hash($0)))'" }
        let style = sources.isEmpty ? "'none'" : sources.joined(separator: " ")
        return "default-src 'none'; style-src \(style); img-src 'self' data:; base-uri 'none'; "
            + "frame-ancestors 'none'"
    }
}
