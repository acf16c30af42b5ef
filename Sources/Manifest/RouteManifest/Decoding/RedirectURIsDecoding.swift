import Diagnostics
import OAuthModel
import StrictYAML
import Suggestions
import Web

extension ValueType<[RedirectURI]> {
    /// Those that a client may have; the others are reported.
    static var redirectURIs: ValueType {
        let words = "an absolute URI: https, loopback, or a scheme of `registration`"
        let type = ValueType<RedirectURI>(.text(TextShape(words))) {
            YAMLText.scalar($0.text)
        } read: {
            $0.redirectURI()
        }
        return .list(type, isToldEmpty: false) { field in
            field.error(
                .redirectURI, "'redirect_uris' is empty",
                hint: "such as [\"http://localhost/callback\"]: a client without one can't be sent back to")
        }
    }
}

extension Field {
    fileprivate func redirectURI() -> RedirectURI? {
        guard let text = text(such: "https://app.example/callback") else { return nil }
        let facts = decoding[RegistrationFacts.self]
        do throws(RedirectURIFlaw) {
            _ = try facts.rule.check(text.value)
            return RedirectURI(text.value)
        } catch {
            // `localhost:9999/cb` has a scheme to a parser, and none to a person.
            let completed = MissingScheme.completed(text.value) { (try? facts.rule.check($0)) != nil }
            let (message, remedy) =
                completed.map { ("has no scheme", write($0)) } ?? error.explanation(text.value, self, facts)
            self.error(.redirectURI, "\(text.shown) \(message)", remedy: remedy)
            return nil
        }
    }
}

extension RedirectURIFlaw {
    fileprivate func explanation(
        _ text: String, _ field: Field, _ registration: RegistrationFacts
    ) -> (message: String, remedy: Remedy) {
        switch self {
        case .notAbsolute:
            ("is not an absolute URI", Remedy("scheme, host and path, such as https://app.example/callback"))
        case .wildcard: ("has a wildcard", Remedy("redirect URIs compare exactly; list each one"))
        case .fragment: ("has a fragment", field.write(URIWords.withoutFragment(text)))
        case .userInfo: ("has a user name in it", field.write(URIWords.withoutUser(text)))
        case .answeringQuery:
            (
                "has a query in the way of the answer, which adds code, state, iss or error (RFC 6749 §4.1.2)",
                Remedy("rename the parameter")
            )
        case .host: ("has no host name", Remedy(URIWords.hostHint))
        case .plainHTTP:
            (
                "is plain http on another machine",
                field.writeHTTPS(in: text, or: URIWords.whereVouchedFor(text) ?? "use a loopback host")
            )
        case .browserScheme:
            ("would not lead to a program", Remedy("use https, or a scheme of your own"))
        case .scheme(let scheme):
            (
                "has a scheme that is not allowed",
                Self.remedy(scheme, text, field, registration)
            )
        }
    }
}

extension RedirectURIFlaw {
    /// The scheme that was meant, or its place among those that are allowed.
    private static func remedy(
        _ scheme: String, _ text: String, _ field: Field, _ registration: RegistrationFacts
    ) -> Remedy {
        let known = registration.rule.schemes + ["https", "http"]
        let meant = Remedy.meant(by: scheme, among: known, called: nil) { name in
            field.write(name + text.dropFirst(scheme.count)).edit
        }
        return meant ?? registration.adding(scheme.lowercased()).ifMeant()
    }
}

extension Field {
    /// The URL with https, in the place of one whose scheme is `http`.
    ///
    /// - Parameter words: What else would do.
    func writeHTTPS(in url: String, or words: String?) -> Remedy {
        let remedy = write("https" + url.dropFirst("http".count))
        return words.map(remedy.or) ?? remedy
    }
}

/// What is said alike of every URI that has no host.
enum URIWords {
    static func noHost(_ host: String) -> String {
        "\(quoted(host)) is not a host name (RFC 1123 §2.1)"
    }

    static func withoutFragment(_ text: String) -> String { String(text.prefix { $0 != "#" }) }
    static func withoutQuery(_ text: String) -> String { String(text.prefix { $0 != "?" && $0 != "#" }) }

    static func withoutUser(_ text: String) -> String {
        guard let slashes = text.firstRange(of: "//"), let at = text.firstIndex(of: "@") else { return text }
        return text[..<slashes.upperBound] + String(text[text.index(after: at)...])
    }

    /// What makes plain http to this host right, where it is a name that can be vouched for.
    static func whereVouchedFor(_ text: String) -> String? {
        URIParts(text)?.host.flatMap { try? DevelopmentHost($0) }.map {
            "if \($0) is on a network for development, list it in server.development_hosts"
        }
    }

    static let asciiHint = "use ASCII letters; a host with others is written as xn--…"

    static let hostHint = "a host is letters, digits, hyphens and dots, or an IP address"
}
