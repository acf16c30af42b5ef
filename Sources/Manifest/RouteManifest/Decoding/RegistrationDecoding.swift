import OAuthModel
import Web

extension Decoding {
    func registration(_ field: Field?, plainHTTP: PlainHTTPHosts) -> RegistrationDraft {
        var reader = field?.mapping(such: "{ schemes: [cursor] }") ?? .absent("'registration'", self)
        let schemesField = reader.take("schemes")
        let schemes = schemesField.map { field in
            distinct(field.list() ?? []) { $0.privateScheme() }
        }
        let reverse = reader.take("reverse_domain_schemes")?.boolean()
        let unused = reader.take("unused_lifetime")?.duration(.seconds(60)...DurationText.longest)
        let most = reader.take("max_clients")?.integer(in: 1...10_000_000)
        reader.finish()
        let rule = RedirectURIRule(
            schemes: schemes ?? [], allowsReverseDomainSchemes: reverse ?? false, plainHTTP: plainHTTP)
        var policy = RegistrationPolicy(redirectURIs: rule)
        if let unused { policy.unusedLifetime = unused }
        if let most { policy.maximumClients = most }
        let isThere = field != nil
        func adding(_ scheme: String) -> Remedy {
            let list = YAMLText.list(rule.schemes + [scheme])
            let words = "write schemes: \(list) under 'registration'"
            if let schemesField { return schemesField.add(scheme, words: words) }
            return isThere
                ? Remedy(words, edit: reader.add("schemes", list).edit)
                : add(.registration, "{ schemes: \(list) }")
        }
        return RegistrationDraft(policy: policy, adding: adding)
    }
}

/// Section `registration`, and what adds a scheme to it.
struct RegistrationDraft {
    let policy: RegistrationPolicy
    let adding: (String) -> Remedy
}

extension Field {
    fileprivate func privateScheme() -> String? {
        guard let text = text(such: "cursor") else { return nil }
        let scheme = text.value.lowercased()
        if scheme == "http" || scheme == "https" {
            error(
                .invalidValue, "\(text.shown) is not a private-use scheme",
                remedy: remove().because("https is always allowed, http on loopback"))
            return nil
        }
        if RedirectURIRule.browserSchemes.contains(scheme) {
            error(
                .invalidValue, "browsers do something else with \(text.shown) than open a program",
                remedy: remove())
            return nil
        }
        guard URIParts.isScheme(scheme) else {
            let bare = scheme.prefix { $0 != ":" }
            error(
                .invalidValue, "\(text.shown) is not a URI scheme (RFC 3986 §3.1)",
                remedy: URIParts.isScheme(bare)
                    ? write(String(bare)) : Remedy("letters, digits, + - . and a letter first"))
            return nil
        }
        return scheme
    }
}
