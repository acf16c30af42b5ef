import OAuthCore
import OAuthModel
import Web
import WireText

/// A flow as it is kept.
struct FlowRecord {
    let name: FlowName
    let peer: String
    let began: Timestamp
    var sequence: UInt64 = 0
    var isPinned = false
    private(set) var hops: [HopRecord] = []

    init(_ name: FlowName, peer: String, at moment: Timestamp) {
        self.name = name
        self.peer = peer
        began = moment
    }

    mutating func add(_ hop: HopRecord) { hops.append(hop) }

    func flow(at now: Timestamp) -> Flow { Flow(summary: summary(at: now), hops: hops.map(\.hop)) }

    func summary(at now: Timestamp) -> FlowSummary {
        let last = hops.last
        return FlowSummary(
            name: name, sequence: sequence, began: began, lastAt: last?.lastAt ?? began,
            client: hops.lazy.compactMap(\.client).last.map { FlowClient(id: $0, name: nil) }, person: nil,
            scope: nil, resource: nil, peer: peer, origin: nil, reached: .knocked,
            verdict: last?.reason == nil ? .goingOn : .refused, stop: nil,
            refusal: last?.reason.map { Why($0) },
            isPinned: isPinned, hopCount: hops.reduce(0) { $0 + $1.count })
    }
}

/// A hop as it is kept.
struct HopRecord {
    let name: String
    let kind: DecisionKind?
    let reason: (any Reason)?
    let client: ClientID?
    let words: String
    let facts: [Fact]
    let asked: String?
    let peer: String
    let requestID: String
    let firstAt: Timestamp
    let lastAt: Timestamp
    let count: Int

    init(_ heading: DecisionHeading, _ story: Story, _ attempt: Attempt, at moment: Timestamp) {
        name = heading.kind.name
        kind = heading.kind
        reason = heading.reason
        client = heading.clientID
        words = story.words
        facts = story.facts
        asked = attempt.method.flatMap { method in attempt.path.map { "\(method) \($0)" } }
        peer = attempt.peer
        requestID = attempt.requestID
        firstAt = moment
        lastAt = moment
        count = 1
    }

    init(_ knock: Knock, at moment: Timestamp) {
        name = knock.what.rawValue
        kind = nil
        reason = nil
        client = nil
        words = knock.what == .metadata ? "the metadata was fetched" : "a browser asked whether a page may"
        facts = []
        asked = knock.path
        peer = knock.peer
        requestID = knock.requestID
        firstAt = moment
        lastAt = moment
        count = knock.count
    }

    var hop: Hop {
        Hop(
            from: .client, to: .authorizationServer, name: name, kind: kind, what: words,
            why: reason.map { Why($0) }, facts: facts, asked: asked, peer: peer, requestID: requestID,
            count: count, firstAt: firstAt, lastAt: lastAt, duration: nil,
            refusedCount: reason == nil ? 0 : count, isProbable: false)
    }
}
