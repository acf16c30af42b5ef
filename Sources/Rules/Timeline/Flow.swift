package import OAuthModel
package import WireText

/// One attempt of a client to get in, from discovery to revocation, as this process saw it.
package struct Flow: Sendable {
    package let summary: FlowSummary
    /// In the order in which they began.
    package let hops: [Hop]
}

/// A flow as a row of a list. All of it can be shown as it is, but for what clients call themselves, which is theirs.
package struct FlowSummary: Sendable {
    package let name: FlowName
    /// By which the log has it, from the authorization request on.
    package let login: FlowID?
    /// That of the timeline when the flow changed last.
    package let sequence: UInt64
    package let began: Timestamp
    package let lastAt: Timestamp
    package let client: FlowClient?
    package let person: Subject?
    /// What for, in visible ASCII.
    package let scope: String?
    package let resource: String?
    /// The address that it came from first.
    package let peer: String
    /// The page that it came from, where a browser said so.
    package let origin: String?
    package let reached: Stage
    package let verdict: Verdict
    /// Where it came to its end; `nil` while it goes on, and when all is done.
    package let stop: Stop?
    /// The rule that was broken last, where it ended with that.
    package let refusal: Why?
    package let isPinned: Bool
    /// Requests, those that were counted with others included.
    package let hopCount: Int
}

package struct FlowClient: Sendable {
    package let id: ClientID
    /// What it calls itself, cut.
    package let name: WireText?
}

extension FlowSummary {
    /// What is wrong and what to do about it: of the rule that was broken, else of where it stopped; `nil` where nothing is wrong.
    package var advice: Why? { refusal ?? stop.map(Why.init) }
}

/// Which flows are looked at; what is left out is not asked for.
package struct FlowFilter: Sendable {
    /// A part of the client's id, or of what it calls itself.
    package var client: WireText?
    package var verdict: Verdict?
    /// A part of anything that a summary shows.
    package var text: WireText?
    /// The newest so many.
    package var limit: Int?

    package init(
        client: WireText? = nil, verdict: Verdict? = nil, text: WireText? = nil, limit: Int? = nil
    ) {
        self.client = client
        self.verdict = verdict
        self.text = text
        self.limit = limit
    }
}
