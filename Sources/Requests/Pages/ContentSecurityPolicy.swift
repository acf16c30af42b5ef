import Cryptography
import WireText

/// The policy of a page: nothing runs but scripts of this server, nothing is fetched but the style sheet that all pages share and what such
/// a script asks this server for, nobody frames it. Sheets and scripts that stand in the page are known by their digests, so that the policy is
/// the same for every answer and needs no nonce.
///
/// There is no `form-action`: Chromium applies it to the redirects that follow a form too, and would stop the
/// browser on its way back to the client.
enum ContentSecurityPolicy {
    /// What a page could load, by the directive that rules it.
    enum Directive: String {
        case connection = "connect-src"
        case font = "font-src"
        case frame = "frame-src"
        case image = "img-src"
        case manifest = "manifest-src"
        case media = "media-src"
        case object = "object-src"
        case prefetch = "default-src"
        case styleSheet = "style-src-elem"
    }

    /// May stand in the page itself, as a `data:` address. Nothing may come from anywhere else, this server among it.
    ///
    /// The header and the check of templates both follow from here.
    private static let embedded: [Directive] = [.image, .font]

    static func allows(_ directive: Directive, from address: MarkupAddress) -> Bool {
        switch address {
        case .nothing, .fragment: true
        case .scheme("data"): embedded.contains(directive)
        case .scheme(let scheme): scheme == "about"
        case .query, .path, .relative, .remote, .unknown: false
        }
    }

    /// - Parameters:
    ///   - styles: The sheets that stand in the page.
    ///   - isLinked: It takes the one that this server serves.
    ///   - scripts: Those of this server that stand in it; without any, nothing of scripts is said.
    static func value(styles: [[UInt8]], isLinked: Bool, scripts: [PageScript] = []) -> String {
        let sources =
            (isLinked ? ["'self'"] : [])
            + styles.map { "'sha256-\(Base64.encode(SHA256.hash($0)))'" }
        let style = sources.isEmpty ? "'none'" : sources.joined(separator: " ")
        let digests = scripts.map { "'sha256-\(Base64.encode(SHA256.hash(Array($0.code.utf8))))'" }
        let script = scripts.isEmpty ? "" : "script-src \(digests.joined(separator: " ")); "
        let connection = scripts.contains(where: \.connects) ? "connect-src 'self'; " : ""
        let embedded = embedded.map { "\($0.rawValue) data:; " }.joined()
        return
            "default-src 'none'; style-src \(style); \(script)\(connection)\(embedded)base-uri 'none'; frame-ancestors 'none'"
    }
}
