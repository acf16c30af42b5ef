import OAuthModel
import StrictYAML
import Web

/// Section `registration`.
struct RegistrationDraft {
    fileprivate var schemes: [String] = []
    fileprivate var allowsReverseDomainSchemes = false
    fileprivate(set) var policy = RegistrationPolicy(
        redirectURIs: RedirectURIRule(
            schemes: [], allowsReverseDomainSchemes: false, plainHTTP: PlainHTTPHosts([])))
}

/// What redirect URIs may be, and what adds a scheme to that.
final class RegistrationFacts: Facts {
    fileprivate(set) var rule = RegistrationDraft().policy.redirectURIs
    fileprivate(set) var adding: (String) -> Remedy = { _ in Remedy("") }
}

extension KeyList<RegistrationDraft> {
    static let registration = KeyList(
        "'registration'", example: "{ schemes: [cursor] }", for: "the registration endpoint",
        untouched: RegistrationDraft()
    ) {
        Key(
            "schemes", .list(.privateScheme), \.schemes, example: "[cursor, vscode]",
            """
            Schemes of programs that redirect URIs may have (cursor://…), of clients that register and of those listed here. \
            https and loopback addresses are always fine.
            """)
        Key(
            "reverse_domain_schemes", .boolean, \.allowsReverseDomainSchemes, example: "true",
            "Schemes that are a domain read backwards (com.example.app:/…) need no listing (RFC 8252 §7.1).")
        Key(
            "unused_lifetime", .duration(.seconds(60)...DurationText.longest), \.policy.unusedLifetime,
            example: "90d", "A registration that is not used for so long is forgotten.")
        Key(
            "max_clients", .integer(1...10_000_000), \.policy.maximumClients, example: "100000",
            "The most registrations that are kept at once. With one more the one goes that was used least lately."
        )
    } together: { draft, reader in
        draft.policy.redirectURIs = RedirectURIRule(
            schemes: draft.schemes, allowsReverseDomainSchemes: draft.allowsReverseDomainSchemes,
            plainHTTP: reader.decoding[ServerFacts.self].plainHTTP)
        let facts = reader.decoding[RegistrationFacts.self]
        facts.rule = draft.policy.redirectURIs
        facts.adding = { [schemes = draft.schemes] scheme in
            let list = YAMLText.list(schemes + [scheme])
            let words = "write schemes: \(list) under 'registration'"
            if let field = reader.field("schemes") { return field.add(scheme, words: words) }
            return reader.isThere
                ? Remedy(words, edit: reader.add("schemes", list).edit)
                : reader.decoding.add("registration", "{ schemes: \(list) }")
        }
    }
}

extension ValueType<String> {
    fileprivate static var privateScheme: ValueType {
        ValueType("a URI scheme that is no browser's", pattern: "[A-Za-z][A-Za-z0-9+.-]*") { field in
            guard let text = field.text(such: "cursor") else { return nil }
            let scheme = text.value.lowercased()
            let (message, remedy): (String, Remedy)
            if scheme == "http" || scheme == "https" {
                message = "\(text.shown) is not a private-use scheme"
                remedy = field.remove().because("https is always allowed, http on loopback")
            } else if RedirectURIRule.browserSchemes.contains(scheme) {
                message = "browsers do something else with \(text.shown) than open a program"
                remedy = field.remove()
            } else if URIParts.isScheme(scheme) {
                return scheme
            } else {
                let bare = String(scheme.prefix { $0 != ":" })
                message = "\(text.shown) is not a URI scheme (RFC 3986 §3.1)"
                remedy =
                    URIParts.isScheme(bare)
                    ? field.write(bare) : Remedy("letters, digits, + - . and a letter first")
            }
            field.error(.invalidValue, message, remedy: remedy)
            return nil
        }
    }
}
