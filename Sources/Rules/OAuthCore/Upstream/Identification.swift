package import JSON
package import OAuthModel
import WireText

/// Who somebody is here, and what with, by what a provider says of them and what the manifest says of the provider. Nothing is asked
/// for and nothing is kept: the same claims give the same answer.
///
/// What can't be looked at never lets anybody in and never adds to a ceiling: where no rule fits that can be looked at, it is told which
/// claim stood in the way.
package struct Identification: Sendable {
    let settings: ProviderSettings
    /// What a `sub` begins with that some upstream vouches for: each name and its colon.
    private let prefixes: [[UInt8]]
    private let clientIDs: Set<WireText>
    private let admitted: PeopleList
    private let organizations: [String]
    private let ceilings: [(people: PeopleList, scope: Scope)]

    /// - Parameters:
    ///   - others: The other upstreams, the fake login among them or not.
    ///   - clientIDs: Of clients that act for themselves, which are their own subjects (RFC 9068 §2.2).
    package init(_ settings: ProviderSettings, others: [UpstreamName], clientIDs: Set<String>) {
        self.settings = settings
        prefixes = ([settings.name] + others).map { Array("\($0.rawValue):".utf8) }
        self.clientIDs = Set(clientIDs.map { WireText($0) })
        let rules = settings.admission
        admitted = PeopleList(
            domains: rules.domains, emails: rules.emails, groups: rules.groups, subjects: rules.subjects)
        organizations = rules.organizations
        ceilings = rules.ceilings.map {
            let people = PeopleList(
                domains: $0.domains, emails: $0.emails, groups: $0.groups, subjects: $0.subjects)
            return (people, $0.scope)
        }
    }

    /// - Parameters:
    ///   - claims: Of the ID token, the userinfo endpoint and what else was fetched, in one object.
    ///   - tokens: What came with the login. Dropped unless the manifest keeps it.
    package func identify(
        _ claims: JSONObject, tokens: UpstreamTokens?
    ) -> Result<UpstreamIdentity, UpstreamRefusal> {
        let person = PersonClaims(claims, by: settings.claims)
        let own: WireText
        switch person.subject {
        case .success(let found): own = found
        case .failure(let obstacle): return .failure(refusal(obstacle))
        }
        let subject: Subject
        switch self.subject(own) {
        case .success(let made): subject = made
        case .failure(let obstacle): return .failure(refusal(obstacle))
        }
        if let obstacle = obstacle(to: person) { return .failure(refusal(obstacle, of: subject)) }
        switch ceiling(of: person) {
        case .failure(let obstacle): return .failure(refusal(obstacle, of: subject))
        case .success(let ceiling):
            return .success(
                UpstreamIdentity(
                    owner: ResourceOwner(subject: subject, name: person.name ?? WireText(subject.rawValue)),
                    ceiling: ceiling, contact: settings.contact,
                    tokens: settings.refreshing.keepsTokens ? tokens : nil))
        }
    }

    /// The `sub` for who the provider calls so: unlike every other that this server can give to anybody else.
    func subject(_ own: WireText) -> Result<Subject, ClaimObstacle> {
        let text: WireText
        switch settings.claims.subject {
        case .own: text = WireText("\(settings.name.rawValue):\(own.shown)")
        case .mapped(let path):
            guard !prefixes.contains(where: { own.utf8.starts(with: $0) }) else {
                return .failure(ClaimObstacle(.personUnfit, path))
            }
            text = own
        }
        guard !clientIDs.contains(text) else {
            return .failure(ClaimObstacle(.personUnfit, settings.claims.subject.paths.first))
        }
        return .success(Subject(rawValue: text.shown))
    }

    /// Why they are not let in; nil: they are.
    private func obstacle(to person: PersonClaims) -> ClaimObstacle? {
        if !organizations.isEmpty {
            switch person.organizations {
            case .failure(let obstacle): return obstacle
            case .success(let own):
                guard own.contains(where: { $0.isOne(of: organizations) }) else {
                    return ClaimObstacle(.organizationForeign, settings.claims.organization)
                }
            }
        }
        guard !admitted.isEmpty else { return nil }
        switch admitted.fit(person) {
        case .fits: return nil
        case .unknown(let obstacle): return obstacle
        case .stranger:
            return ClaimObstacle(
                .personUnlisted, nil,
                facts: [Fact("looked_at", admitted.kinds.joined(separator: " "))]
                    + (admitted.looksAtEmail ? person.domain : []))
        }
    }

    /// All that fits, added up; nil where there are no ceilings. It may be empty.
    private func ceiling(of person: PersonClaims) -> Result<Scope?, ClaimObstacle> {
        guard !ceilings.isEmpty else { return .success(nil) }
        var tokens: [ScopeToken] = []
        var fits = false
        var first: ClaimObstacle?
        for (people, scope) in ceilings {
            switch people.isEmpty ? .fits : people.fit(person) {
            case .fits:
                fits = true
                tokens += scope.tokens
            case .unknown(let obstacle): first = first ?? obstacle
            case .stranger: break
            }
        }
        if !fits, let first { return .failure(first) }
        return .success(Scope(tokens))
    }

    private func refusal(_ obstacle: ClaimObstacle, of subject: Subject? = nil) -> UpstreamRefusal {
        let facts =
            (subject.map { [Fact("sub", $0.rawValue)] } ?? [])
            + (obstacle.claim.map { [Fact("claim", $0.description)] } ?? []) + obstacle.facts
        return UpstreamRefusal(
            obstacle.reason, contact: settings.contact,
            facts: [Fact("upstream", settings.name.rawValue)] + facts)
    }
}

/// What is wrong with what a provider says of somebody, and with which claim.
struct ClaimObstacle: Error, Equatable {
    let reason: UpstreamReason
    /// Nil where no one claim is at fault, or where the manifest names none.
    let claim: ClaimPath?
    let facts: [Fact]

    init(_ reason: UpstreamReason, _ claim: ClaimPath?, facts: [Fact] = []) {
        self.reason = reason
        self.claim = claim
        self.facts = facts
    }
}
