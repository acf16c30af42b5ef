import OAuthModel

extension Decoding {
    /// Those that a client may have; the others are reported.
    func redirectURIs(_ field: Field, _ rule: RedirectURIRule, of type: ApplicationType) -> [String] {
        guard let entries = field.list() else { return [] }
        if entries.isEmpty {
            field.error(
                .redirectURI, "'redirect_uris' is empty", hint: "a client without one can't be sent back to")
        }
        return distinct(entries) { entry in
            guard let text = entry.text() else { return nil }
            do throws(RedirectURIFlaw) {
                if try rule.check(text.value) == .privateUse, type == .web {
                    entry.error(
                        .redirectURI,
                        "\(text.shown) has a private-use scheme, which a web application can't open",
                        hint: "use https, or application_type: native")
                    return nil
                }
                return text.value
            } catch {
                let (message, hint) = error.explanation(text.value)
                entry.error(.redirectURI, "\(text.shown) \(message)", hint: hint)
                return nil
            }
        }
    }
}

extension RedirectURIFlaw {
    fileprivate func explanation(_ text: String) -> (message: String, hint: String) {
        switch self {
        case .notAbsolute:
            ("is not an absolute URI", "write scheme, host and path: https://app.example/callback")
        case .wildcard: ("has a wildcard", "redirect URIs compare exactly; list each one")
        case .fragment: ("has a fragment", "remove the # and what follows it")
        case .userInfo: ("has a user name in it", "remove what is before the @")
        case .answeringQuery:
            (
                "has a query in the way of the answer, which adds code, state, iss or error (RFC 6749 §4.1.2)",
                "rename the parameter"
            )
        case .host: ("has no host name", "write https://host/path; \(URIWords.hostHint)")
        case .plainHTTP:
            (
                "is plain http on another machine",
                URIWords.remedy(ofPlainHTTP: text) ?? "use https, or a loopback host"
            )
        case .browserScheme:
            ("would not lead to a program", "use https, or a scheme of your own")
        case .scheme(let scheme):
            (
                "has a scheme that is not allowed",
                "add '\(scheme.lowercased())' to 'schemes' under 'registration'"
            )
        }
    }
}

/// What is said alike of every URI that has no host.
enum URIWords {
    static func noHost(_ host: String) -> String {
        "\(quoted(host)) is not a host name (RFC 1123 §2.1)"
    }

    /// The text behind the scheme that it lacks, where that makes something of it: http on this machine, else https.
    static func completed(_ text: String, _ isGood: (String) -> Bool) -> String? {
        guard !text.contains("://") else { return nil }
        // A single word is hardly a public host.
        return (["http://"] + (text.contains(".") ? ["https://"] : [])).map { $0 + text }.first(where: isGood)
    }

    static func asciiHint(_ spelling: String?) -> String {
        spelling.map { "write \($0)" } ?? "use ASCII letters; a host with others is written as xn--…"
    }

    /// What makes plain http to this host right, where it is a name that can be vouched for.
    static func remedy(ofPlainHTTP text: String) -> String? {
        URIParts(text)?.host.flatMap { try? DevelopmentHost($0) }.map {
            "use https; or, if \($0) is on a network for development, list it in server.development_hosts"
        }
    }

    static let hostHint = "a host is letters, digits, hyphens and dots, or an IP address"
}
