package import JSON
import OAuthModel
import Web
package import WireText

/// A claim that a provider sends, or that a rule misses, and what the rules make of it: for the operator, who tries a login.
package struct ExplainedClaim: Sendable, Equatable {
    /// Of one inside objects the way to it: `realm_access.roles`.
    package let name: WireText
    /// Text as it is, all else as JSON; nil: it is not there.
    package let value: WireText?
    /// Empty where no rule looks at it. Quotes strangers only in the `sub` that is made of them, which is ASCII.
    package let rule: String
}

extension Identification {
    /// Every claim once: first those that rules look at, in the order in which they are looked at, then the others.
    package func explain(_ claims: JSONObject) -> [ExplainedClaim] {
        let person = PersonClaims(claims, by: settings.claims)
        let rules = settings.claims
        var looks: [(path: ClaimPath, rule: String)] = []
        func look(_ path: ClaimPath, _ rule: String) {
            if let index = looks.firstIndex(where: { $0.path == path }) {
                looks[index].rule += "; " + rule
            } else {
                looks.append((path, rule))
            }
        }
        let subject = person.subject.flatMap { self.subject($0) }
        for path in rules.subject.paths {
            switch subject {
            case .success(let made): look(path, "sub: \(made.rawValue)")
            case .failure(let obstacle): look(path, "sub: \(obstacle.finding)")
            }
        }
        if let name = person.name,
            let path = rules.name.first(where: { $0.value(in: claims)?.string == name })
        {
            look(path, "name")
        }
        switch person.email {
        case .success: look(rules.email.path, "e-mail: it counts")
        case .failure(let obstacle): look(rules.email.path, "e-mail: \(obstacle.finding)")
        }
        if case .verified(_, let voucher) = rules.email { look(voucher, "e-mail: whether it counts") }
        if let path = rules.groups { look(path, account("groups", person.groups)) }
        if let path = rules.organization { look(path, account("organizations", person.organizations)) }
        let seen = looks.map { look in
            ExplainedClaim(
                name: WireText(look.path.description), value: look.path.value(in: claims)?.text,
                rule: look.rule)
        }
        let wholes = Set(looks.filter { $0.path.names.count == 1 }.map { WireText($0.path.names[0]) })
        return seen
            + claims.members.filter { !wholes.contains($0.name) }.map {
                ExplainedClaim(name: $0.name, value: $0.value.text, rule: "")
            }
    }

    private func account<Value>(_ what: String, _ claim: Result<[Value], ClaimObstacle>) -> String {
        switch claim {
        case .success(let values): "\(what): \(values.count)"
        case .failure(let obstacle): "\(what): \(obstacle.finding)"
        }
    }
}

extension ClaimObstacle {
    fileprivate var finding: String { "\(reason.rule.account.finding)" }
}

extension JSONValue {
    fileprivate var text: WireText { string ?? WireText(repairing: serialized()) }
}
