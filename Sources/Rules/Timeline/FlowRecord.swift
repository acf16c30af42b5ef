import OAuthCore
import OAuthModel
import Web
import WireText

/// A flow as it is kept.
struct FlowRecord {
    let name: FlowName
    let peer: String
    let network: Shares.Holder.Network
    let area: Sighting.Area
    let began: Timestamp
    /// From the authorization request on.
    private(set) var login: FlowID?
    /// Those that registered, or that it is about; the last is the one that goes on.
    private(set) var clients: [ClientID] = []
    private(set) var clientName: WireText?
    private(set) var person: Subject?
    private(set) var scope: String?
    private(set) var resource: String?
    private(set) var origin: String?
    private(set) var reached = Stage.knocked
    private(set) var hops: [HopRecord] = []
    /// Hops that were left out in the middle.
    private var omitted = 0
    /// In bytes.
    private(set) var size = Self.ownSize
    var sequence: UInt64
    var isPinned = false

    /// With its places in the tables, and what these take.
    private static let ownSize = MemoryLayout<Self>.stride + 768
    /// Of one flow, whatever happens in it.
    private static let sizeLimit = 48 * 1024
    /// Registrations, or paths, that are told apart.
    private static let kindLimit = 8

    init(_ sighting: Sighting, sequence: UInt64, named name: FlowName) {
        self.name = name
        peer = sighting.peer
        network = Shares.Holder.Network(peer)
        area = sighting.area
        began = sighting.at
        origin = sighting.origin
        self.sequence = sequence
    }

    var client: ClientID? { clients.last }
    var lastAt: Timestamp { hops.max { $0.sequence < $1.sequence }?.lastAt ?? began }
    var count: Int { omitted + hops.reduce(0) { $0 + $1.count } }

    /// Whose share of the room it takes.
    var holder: Shares.Holder {
        Shares.Holder(network: network, isLogin: reached >= .loggedIn && area == .client)
    }

    /// Nobody has been asked for consent yet.
    var isPrelude: Bool { login == nil && area == .client }
    /// The last that happened was a refusal.
    var isRefused: Bool { last.map { $0.reason != nil && !$0.isSoft } ?? false }
    var isRegistering: Bool { isPrelude && last?.kind == .registered }
    var last: HopRecord? { hops.max { $0.sequence < $1.sequence } }

    /// Where it would be counted.
    func place(of sighting: Sighting) -> Int? {
        if let place = hops.lastIndex(where: { $0.isLike(sighting) }) { return place }
        let alike = hops.indices.filter { hops[$0].isOfKind(sighting) }
        return alike.count < Self.kindLimit ? nil : alike.last
    }

    mutating func count(_ sighting: Sighting, at place: Int, sequence: UInt64) {
        hops[place].count(sighting, sequence: sequence)
        note(sighting)
        self.sequence = sequence
    }

    mutating func add(_ hop: HopRecord, _ sighting: Sighting, _ details: FlowDetails, sequence: UInt64) {
        hops.append(hop)
        size += hop.size
        note(sighting)
        note(details)
        self.sequence = sequence
        while size > Self.sizeLimit, hops.count > 2 {
            let left = hops.remove(at: hops.count / 2)
            omitted += left.count
            size -= left.size
        }
    }

    /// What the timeline has of a client that went on by itself.
    mutating func split(_ client: ClientID, named name: FlowName) -> FlowRecord? {
        let own = hops.filter { $0.client == client }
        guard clients.count > 1, let first = own.first else { return nil }
        var part = self
        part.hops = own
        part.clients = [client]
        part.omitted = 0
        part.isPinned = false
        part.resize()
        clients.removeAll { $0 == client }
        hops.removeAll { $0.client == client }
        resize()
        return FlowRecord(part, named: name, began: first.firstAt)
    }

    private init(_ other: FlowRecord, named name: FlowName, began: Timestamp) {
        self.name = name
        self.began = began
        peer = other.peer
        network = other.network
        area = other.area
        clients = other.clients
        clientName = other.clientName
        origin = other.origin
        reached = other.reached
        hops = other.hops
        size = other.size
        sequence = other.sequence
    }

    private mutating func resize() {
        size = Self.ownSize + hops.reduce(0) { $0 + $1.size }
    }

    private mutating func note(_ sighting: Sighting) {
        // Whoever comes with somebody else's code or token is told in the hop.
        if let client = sighting.client, clients.last != client, login == nil || clients.isEmpty {
            note(client)
        }
        if let flow = sighting.flow { login = flow }
        if let name = sighting.clientName { clientName = name }
        if let origin = sighting.origin { self.origin = origin }
        if let stage = sighting.kind.flatMap(Stage.init), stage > reached { reached = stage }
    }

    private mutating func note(_ client: ClientID) {
        clients.removeAll { $0 == client }
        clients.append(client)
        if clients.count > Self.kindLimit { clients.removeFirst() }
    }

    private mutating func note(_ details: FlowDetails) {
        if let person = details.person { self.person = Subject(rawValue: Sighting.blotted(person.rawValue)) }
        if let scope = details.scope { self.scope = scope }
        if let resource = details.resource { self.resource = resource }
    }
}

/// What a decision says of the flow as a whole.
struct FlowDetails {
    private(set) var person: Subject?
    private(set) var scope: String?
    private(set) var resource: String?

    init() {}

    init(_ decision: Decision) {
        switch decision {
        case .consentAsked(let request), .consentGiven(let request): note(request.scope, request.resources)
        case .loggedIn(let owner, _): person = owner.subject
        case .codeIssued(let code):
            person = code.access.owner?.subject
            note(code.access.scope, code.access.resources)
        case .tokensIssued(let issued):
            person = issued.access.owner?.subject
            note(issued.scope, issued.access.resources)
        default: break
        }
    }

    private mutating func note(_ scope: Scope, _ resources: [ResourceIndicator]) {
        if !scope.isEmpty { self.scope = WireText(scope.text).excerpt() }
        let all = resources.map(\.text).joined(separator: " ")
        if !all.isEmpty { resource = WireText(all).excerpt() }
    }
}

extension Stage {
    init?(_ kind: DecisionKind) {
        switch kind {
        case .registered: self = .registered
        case .consentAsked: self = .asked
        case .consentGiven: self = .consented
        case .loggedIn: self = .loggedIn
        case .codeIssued: self = .codeIssued
        case .codeRedeemed, .refreshed, .refreshRepeated, .clientGranted: self = .tokensIssued
        case .active, .activeAgain: self = .used
        case .revoked, .loggedOut: self = .ended
        // It comes with the request that goes on.
        case .documentRead, .inactive, .nothingRevoked, .keyRotated, .keyRetired, .clientApproved,
            .clientDenied, .refused,
            .limited, .unasked, .nothing:
            return nil
        }
    }
}
