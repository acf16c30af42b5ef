package import OAuthModel
import Web

/// What came of one login at a provider, for who sets it up.
package struct TrialOutcome: Sendable {
    package let upstream: UpstreamName
    /// Empty where the login came to nothing before there were any.
    package let claims: [ExplainedClaim]
    package let verdict: Result<UpstreamIdentity, UpstreamRefusal>

    package init(
        upstream: UpstreamName, claims: [ExplainedClaim], verdict: Result<UpstreamIdentity, UpstreamRefusal>
    ) {
        self.upstream = upstream
        self.claims = claims
        self.verdict = verdict
    }

    /// Why nobody is let in, with the values that show it; nil where somebody is.
    package var problem: String? {
        guard case .failure(let refusal) = verdict else { return nil }
        let facts = refusal.error.facts.map { "\($0.name) \($0.value)" }
        return ([refusal.error.finding] + facts).joined(separator: ", ")
    }

    /// What to do about it.
    package var remedy: String? {
        guard case .failure(let refusal) = verdict else { return nil }
        return "\(refusal.error.reason.rule.account.remedy)"
    }
}
