import Diagnostics
import OAuthModel
import StrictYAML
import Suggestions
import Web

extension Field {
    /// The issuer, by the rules of RFC 8414 §2 and those of this server.
    func issuer() -> IssuerURL? {
        let plainHTTP = decoding[ServerFacts.self].plainHTTP
        let issuer = parse(.issuer, such: "https://auth.example.com") { text throws(IssuerFlaw) in
            try IssuerURL(text, plainHTTP: plainHTTP)
        } explain: {
            $0.explanation($1, self, plainHTTP)
        }
        if let normalized = issuer?.normalized {
            warning(
                .issuer,
                "clients' URL libraries write \(label) as \(quoted(normalized)) and may not find it equal",
                remedy: write(normalized))
        }
        return issuer
    }
}

extension IssuerFlaw {
    fileprivate func explanation(
        _ text: FilledText, _ field: Field, _ plainHTTP: PlainHTTPHosts
    ) -> (message: String, remedy: Remedy?) {
        switch self {
        case .notASCII(let spelling):
            ("\(text.shown) is not written in ASCII", spelling.map(field.write) ?? Remedy(URIWords.asciiHint))
        case .notAURL:
            (
                "\(text.shown) is not a URL",
                MissingScheme.completed(text.value) { (try? IssuerURL($0, plainHTTP: plainHTTP)) != nil }.map(
                    field.write)
                    ?? Remedy(
                        "https:// and a host, perhaps a port and a path, such as https://auth.example.com")
            )
        case .scheme(let scheme):
            (
                "\(text.shown) begins with '\(scheme)', an issuer with https",
                field.write("https" + text.value.dropFirst(scheme.count))
            )
        case .host(let host): (URIWords.noHost(host), Remedy(URIWords.hostHint))
        case .userInfo:
            ("an issuer has no user name in it", field.write(URIWords.withoutUser(text.value)))
        case .query:
            (
                "\(text.shown) has a query, which an issuer can't (RFC 8414 §2)",
                field.write(URIWords.withoutQuery(text.value))
            )
        case .fragment:
            (
                "\(text.shown) has a fragment, which an issuer can't (RFC 8414 §2)",
                field.write(URIWords.withoutFragment(text.value))
            )
        case .trailingSlash:
            (
                "\(text.shown) ends with a slash: clients compare issuers letter for letter, and most write none",
                field.write(String(text.value.reversed().drop { $0 == "/" }.reversed()))
            )
        case .path:
            (
                "the path of \(text.shown) is not in its plain form",
                IssuerURL.plain(text.value, plainHTTP: plainHTTP).map { field.write($0) }
                    ?? Remedy("no empty segments, no '.' or '..', no escapes")
            )
        case .plainHTTP:
            (
                "\(text.shown) is plain http on another machine: codes and tokens would travel in the clear",
                field.writeHTTPS(
                    in: text.value, or: URIWords.whereVouchedFor(text.value) ?? "use a loopback host")
            )
        }
    }
}
