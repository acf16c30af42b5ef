import OAuthCore
import OAuthModel
import Web
import WireText

/// A hop as it is kept: words are made once, of the first of those that are alike.
struct HopRecord {
    let kind: DecisionKind?
    let knock: Knock.What?
    let reason: (any Reason)?
    let client: ClientID?
    let words: String
    let facts: [Fact]
    let asked: String?
    let peer: String
    let requestID: String
    let firstAt: Timestamp
    let waited: Duration?
    /// Found by the id of its flow.
    let isOfFlow: Bool
    let isSoft: Bool
    private(set) var lastAt: Timestamp
    private(set) var count: Int
    /// That of the timeline with the last of them.
    private(set) var sequence: UInt64

    init(_ sighting: Sighting, words: String, facts: [Fact], sequence: UInt64) {
        kind = sighting.kind
        knock = sighting.knock
        reason = sighting.reason
        client = sighting.client
        self.words = words
        self.facts = facts
        asked = sighting.asked
        peer = sighting.peer
        requestID = sighting.requestID
        firstAt = sighting.at
        lastAt = sighting.at
        waited = sighting.waited
        isOfFlow = sighting.flow != nil
        isSoft = sighting.isSoft
        count = sighting.count
        self.sequence = sequence
    }

    mutating func count(_ sighting: Sighting, sequence: UInt64) {
        count += sighting.count
        lastAt = sighting.at
        self.sequence = sequence
    }

    /// The same was decided for the same reason.
    func isOfKind(_ sighting: Sighting) -> Bool {
        kind == sighting.kind && knock == sighting.knock && isSame(reason, sighting.reason)
    }

    /// Nobody would look at both.
    func isLike(_ sighting: Sighting) -> Bool {
        isOfKind(sighting) && client == sighting.client && peer == sighting.peer
            && (asked == sighting.asked || kind != .unasked && kind != nil)
    }

    /// In bytes, with what an allocation takes beside its text.
    var size: Int {
        let texts = [words, asked ?? "", peer, requestID, client?.rawValue ?? ""]
        return MemoryLayout<Self>.stride + texts.reduce(0) { $0 + $1.utf8.count + 32 }
            + facts.reduce(32) { $0 + $1.name.utf8.count + $1.value.utf8.count + 96 }
    }

    private func isSame(_ left: (any Reason)?, _ right: (any Reason)?) -> Bool {
        switch (left, right) {
        case (nil, nil): true
        case (let left?, let right?): type(of: left) == type(of: right) && left.rawValue == right.rawValue
        default: false
        }
    }
}

extension HopRecord {
    /// - Parameter isOfLogin: The flow has an id by which hops can be found.
    func hop(isOfLogin: Bool, asked use: TokenUse? = nil) -> Hop {
        let parties = parties
        return Hop(
            from: parties.from, to: parties.to, name: kind?.name ?? knock?.rawValue ?? "", kind: kind,
            what: words, why: reason.map { Why($0) }, facts: facts, asked: asked, peer: peer,
            requestID: requestID, count: max(count, use?.count ?? 0), firstAt: firstAt,
            lastAt: max(lastAt, use?.last ?? lastAt), duration: waited,
            refusedCount: reason == nil ? 0 : count, isProbable: isOfLogin && !isOfFlow)
    }

    private var parties: (from: Party, to: Party) {
        switch kind {
        case nil: (knock == .metadata ? .client : .browser, .authorizationServer)
        case .consentAsked, .consentGiven: (.browser, .authorizationServer)
        case .loggedIn: (.upstream, .authorizationServer)
        case .codeIssued: (.authorizationServer, .browser)
        case .documentRead: (.authorizationServer, .client)
        case .loggedOut: (.browser, .upstream)
        case .active, .activeAgain, .inactive: (.resourceServer, .authorizationServer)
        case .keyRotated, .keyRetired, .clientApproved, .clientDenied: (.operator, .authorizationServer)
        case .registered, .codeRedeemed, .refreshed, .refreshRepeated, .clientGranted, .revoked,
            .nothingRevoked, .limited, .unasked, .nothing:
            (.client, .authorizationServer)
        case .refused: (refusedParty, .authorizationServer)
        }
    }

    private var refusedParty: Party {
        switch reason {
        case is AuthorizationReason, is LoginReason, is DocumentReason: .browser
        case let reason as UpstreamReason: Self.party(of: reason)
        case is IntrospectionReason: .resourceServer
        default: .client
        }
    }

    private static func party(of reason: UpstreamReason) -> Party {
        switch Stop(of: reason) {
        case .refreshRefused: .client
        case .loginRefused: .browser
        default: .upstream
        }
    }
}
