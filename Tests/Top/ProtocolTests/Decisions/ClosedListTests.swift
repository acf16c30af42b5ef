import OAuthCore
import OAuthModel
import Testing
import Web

/// Every case of all areas.
private let allCases: [DecisionCase] =
    grantedCases + authorizationCases + clientCases + documentCases + loginCases + upstreamCases
    + keptLoginCases + tokenCases
    + registrationCases
    + introspectionCases + operatorCases + outageCases + transportCases

/// Members that no request can cause, and why they are there all the same.
private let causeless: [String: String] = [
    ServerReason.failed.key:
        "stands for errors of a type that nobody foresaw: the compiler can't know that there is none"
]

@Suite("decisions: no member of a closed list is without a request that causes it")
struct ClosedListTests {
    private func expectAll(_ wanted: [String], _ found: [String]) {
        #expect(Set(wanted).subtracting(found).sorted() == [], "have no case")
        #expect(Set(found).subtracting(wanted).sorted() == [], "are no members")
        #expect(found.count == Set(found).count, "each has one")
    }

    @Test("each reason has a case, or says why it has none")
    func reasons() {
        let reasons: [any Reason] =
            allRefusalReasons + HTTPReason.allCases + InactiveReason.allCases + LimitReason.allCases
        expectAll(reasons.map(\.key), allCases.compactMap(\.reason) + causeless.keys)
    }

    @Test("each kind has a case")
    func kinds() {
        let kinds = allCases.map { wanted in
            wanted.kind.rawValue + (wanted.reason == nil ? "" : " with a reason")
        }
        let withReason: [DecisionKind] = [.inactive, .refused, .limited, .unasked]
        expectAll(
            DecisionKind.allCases.map { $0.rawValue + (withReason.contains($0) ? " with a reason" : "") },
            Array(Set(kinds)))
    }

    @Test("no two reasons of one kind have one name")
    func names() {
        let refusals = allRefusalReasons.map(\.name)
        #expect(refusals.count == Set(refusals).count)
    }
}
