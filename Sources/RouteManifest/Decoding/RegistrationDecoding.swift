import OAuthModel

extension Decoding {
    func registration(_ field: Field?) -> RegistrationSettings {
        var reader = field?.mapping() ?? .absent("'registration'", self)
        let schemes = reader.take("schemes").map { field in
            distinct(field.list() ?? []) { $0.privateScheme() }
        }
        let reverse = reader.take("reverse_domain_schemes")?.boolean()
        let unused = reader.take("unused_lifetime")?.duration(.seconds(60)...DurationText.longest)
        let most = reader.take("max_clients")?.integer(in: 1...10_000_000)
        reader.finish()
        return RegistrationSettings(
            schemes: schemes ?? [], allowsReverseDomainSchemes: reverse ?? false,
            unusedLifetime: unused ?? .seconds(90 * 86_400), maxClients: most ?? 100_000)
    }
}

extension Field {
    fileprivate func privateScheme() -> String? {
        guard let text = text() else { return nil }
        let scheme = text.value.lowercased()
        if scheme == "http" || scheme == "https" {
            error(
                .invalidValue, "\(text.shown) is not a private-use scheme",
                hint: "https is always allowed, http on loopback")
            return nil
        }
        if RedirectURIRule.browserSchemes.contains(scheme) {
            error(
                .invalidValue, "browsers do something else with \(text.shown) than open a program",
                hint: "remove it")
            return nil
        }
        guard URIParts.isScheme(scheme) else {
            let bare = scheme.prefix { $0 != ":" }
            error(
                .invalidValue, "\(text.shown) is not a URI scheme (RFC 3986 §3.1)",
                hint: URIParts.isScheme(bare)
                    ? "write only \(bare)" : "letters, digits, + - . and a letter first")
            return nil
        }
        return scheme
    }
}
