import OAuthModel
import WireText

/// A list of the manifest for people: it fits who is in any of its parts. Everything is compared byte for byte, addresses and domains in
/// lower case.
struct PeopleList: Sendable {
    private let domains: Set<WireText>
    private let emails: Set<WireText>
    private let groups: Set<WireText>
    private let subjects: Set<WireText>

    init(domains: [String], emails: [String], groups: [String], subjects: [String]) {
        self.domains = Set(domains.map(folded))
        self.emails = Set(emails.map(folded))
        self.groups = Set(groups.map { WireText($0) })
        self.subjects = Set(subjects.map { WireText($0) })
    }

    enum Fit {
        case fits
        /// What it would have to look at can be looked at, and is another.
        case stranger
        /// One of its parts can't be looked at, and no other fits.
        case unknown(ClaimObstacle)
    }

    var isEmpty: Bool { kinds.isEmpty }
    var looksAtEmail: Bool { !domains.isEmpty || !emails.isEmpty }
    /// The words of the manifest for the parts that it has.
    var kinds: [String] {
        [("domains", domains), ("emails", emails), ("groups", groups), ("subjects", subjects)]
            .filter { !$1.isEmpty }.map(\.0)
    }

    func fit(_ person: PersonClaims) -> Fit {
        var obstacle: ClaimObstacle?
        func fits<Value>(_ claim: Result<Value, ClaimObstacle>, _ isListed: (Value) -> Bool) -> Bool {
            switch claim {
            case .success(let value): return isListed(value)
            case .failure(let found):
                obstacle = obstacle ?? found
                return false
            }
        }
        if looksAtEmail,
            fits(person.email, { domains.contains($0.domain) || emails.contains($0.folded) })
        {
            return .fits
        }
        if !groups.isEmpty, fits(person.groups, { !groups.isDisjoint(with: $0) }) { return .fits }
        if !subjects.isEmpty, fits(person.subject, { subjects.contains($0) }) { return .fits }
        return obstacle.map { .unknown($0) } ?? .stranger
    }
}

/// In lower case as far as it is ASCII.
private func folded(_ text: String) -> WireText {
    WireText(repairing: text.utf8.map(\.lowercased))
}
