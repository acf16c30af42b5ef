import OAuthModel
import StrictYAML

extension ManifestPage {
    /// What is known of each kind of provider.
    static var providers: String {
        let chapters = ProviderKind.allCases.map { kind in
            let rows = kind.facts.map { "| \($0.name) | \($0.words) |" }.joined(separator: "\n")
            return "### kind `\(kind.rawValue)`\n\n| | |\n| --- | --- |\n\(rows)\n"
        }
        return """
            ## Kinds of providers

            What an entry of `upstreams` need not say, since it is known of its kind. `untested` is what no source has shown, so that no test has it.

            \(chapters.joined(separator: "\n"))
            """
    }
}

extension ProviderKind {
    fileprivate var facts: [(name: String, words: String)] {
        let preset = preset
        let rules = preset.claims
        let facts: [(String, String?)] = [
            ("asked at", preset.endpoints.words), ("simplest", "`\(exampleName): \(example)`"),
            ("scopes", preset.scopes.isEmpty ? "none" : preset.scopes.words),
            (
                "scopes for `allow.organizations`",
                preset.organizationScopes.isEmpty ? nil : preset.organizationScopes.words
            ),
            ("for `keep_tokens`", preset.keptWords), ("`sub`", rules.subject.words),
            ("name", rules.name.map { "`\($0)`" }.joined(separator: ", else ")),
            ("address", rules.email.words),
            ("groups", rules.groups.map { "`\($0)`" } ?? "none, until `claims.groups` names a claim"),
            (
                "organisations",
                rules.organization.map { "`\($0)`" } ?? "none, until `claims.organization` names a claim"
            ),
            ("untested", preset.untested),
        ]
        return facts.compactMap { name, words in words.map { (name, $0) } }
    }
}

extension [String] {
    fileprivate var words: String { map { "`\($0)`" }.joined(separator: " ") }
}

extension UpstreamPreset {
    fileprivate var keptWords: String? {
        let words =
            (keptScopes.isEmpty ? [] : ["scope \(keptScopes.words)"])
            + (keptParameters.isEmpty
                ? [] : ["parameters " + keptParameters.map { "\($0.name)=\($0.value)" }.words])
        return words.isEmpty ? nil : words.joined(separator: ", ")
    }
}

extension UpstreamPreset.Endpoints {
    fileprivate var words: String {
        switch self {
        case .issuer(let issuer): "`\(issuer)`, by discovery"
        case .discovered(let keys, let template):
            keys.isEmpty
                ? "`issuer`, by discovery"
                : "`\(template)` by \(keys.map { "`\($0)`" }.joined(separator: " and ")), or `issuer`; by discovery"
        case .known(let provider, let further):
            ([provider.authorization, provider.token, provider.userinfo]
                + further.map(\.claims.url)).words
        case .written: "`endpoints`"
        }
    }
}

extension ClaimRules.SubjectRule {
    fileprivate var words: String {
        switch self {
        case .own(let claims):
            "name of the entry, colon, " + claims.map { "`\($0)`" }.joined(separator: " dot ")
        case .mapped(let claim): "`\(claim)`"
        }
    }
}

extension ClaimRules.EmailRule {
    fileprivate var words: String {
        switch self {
        case .verified(let claim, let verification):
            "`\(claim)`, where `\(verification)` says that it is verified"
        case .listed(let claim): "the one of `\(claim)` that is primary and verified"
        case .trusted(let claim): "`\(claim)`"
        }
    }
}
