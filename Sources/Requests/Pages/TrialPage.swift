/// What came of one login at a provider, for who sets it up: every claim, and what the manifest makes of it.
package struct TrialPage: PageModel {
    package struct Claim: Sendable {
        package let name: String
        /// Nil of one that is missing.
        package let value: String?
        /// What a rule makes of it; empty where none looks at it.
        package let rule: String

        package init(name: String, value: String?, rule: String) {
            self.name = name
            self.value = value
            self.rule = rule
        }

        static let fields: [PageField<Claim>] = [
            .text("claim_name", "Its name; inside objects the way to it, with dots.") { $0.name },
            .optionalText("claim_value", "What the provider says; none of one that a rule misses.") {
                $0.value
            },
            .optionalText("claim_rule", "What a rule of the manifest makes of it.") {
                $0.rule.isEmpty ? nil : $0.rule
            },
        ]
    }

    /// Of the upstream.
    package var name: String
    /// Who it is here; nil where nobody is let in.
    package var subject: String?
    /// What such a person may give to clients at the most; nil: whatever is asked for.
    package var ceiling: String?
    /// Why nobody is let in, as a sentence.
    package var problem: String?
    package var remedy: String?
    package var claims: [Claim]

    package init(
        name: String, subject: String?, ceiling: String?, problem: String?, remedy: String?, claims: [Claim]
    ) {
        self.name = name
        self.subject = subject
        self.ceiling = ceiling
        self.problem = problem
        self.remedy = remedy
        self.claims = claims
    }

    package static let fields: [PageField<TrialPage>] = [
        .text("upstream", required: true, "The name of the upstream.") { $0.name },
        .optionalText("subject", required: true, "`sub` of the tokens; none where nobody is let in.") {
            $0.subject
        },
        .optionalText(
            "ceiling", "The scopes that a client can be given at the most, where there is such a rule."
        ) {
            $0.ceiling
        },
        .optionalText("problem", required: true, "Why nobody is let in.") { $0.problem },
        .optionalText("remedy", "What can be done.") { $0.remedy },
        .flag("has_claims", "There are `claims`.") { !$0.claims.isEmpty },
        .list("claims", required: true, "What the provider says of the person.", of: Claim.fields) {
            $0.claims
        },
    ]
}
