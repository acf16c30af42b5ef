package import OAuthCore
package import OAuthModel
package import Web

/// One request of a flow and what was decided, or many alike that were counted.
package struct Hop: Sendable {
    package let from: Party
    package let to: Party
    /// What programs call it: a decision's name, or `metadata` and `preflight`.
    package let name: String
    /// `nil` where nothing was decided: somebody looked, and was answered.
    package let kind: DecisionKind?
    /// In words of this server's own, visible ASCII but for the sign of sections.
    package let what: String
    package let why: Why?
    package let facts: [Fact]
    /// `POST /oauth/token`, as far as that could be read.
    package let asked: String?
    package let peer: String
    /// Of the first.
    package let requestID: String
    /// How many there were.
    package let count: Int
    package let firstAt: Timestamp
    package let lastAt: Timestamp
    /// How long the first waited for a store, an upstream or a document; `nil`: it was answered at once.
    package let duration: Duration?
    /// How many of them were refused.
    package let refusedCount: Int
    /// It is here by its client, its address and its origin, and not by the flow's own id.
    package let isProbable: Bool

    package var isRefused: Bool { refusedCount > 0 }
}

/// A rule that was broken, or a step that did not come: what there is to say of it.
package struct Why: Sendable {
    /// As logs and programs call it.
    package let name: String
    /// Where the rule stands: `RFC 7636 §4.2`.
    package let section: String
    package let finding: String
    package let remedy: String

    package init(_ reason: any Reason) {
        name = reason.name
        section = "\(reason.account.section)"
        finding = "\(reason.account.finding)"
        remedy = "\(reason.account.remedy)"
    }
}
