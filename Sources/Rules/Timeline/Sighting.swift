import OAuthCore
import OAuthModel
import Web
import WireText

/// What the timeline was told of: a decision or a knock, as far as it is needed to find its flow.
struct Sighting {
    let kind: DecisionKind?
    let knock: Knock.What?
    let reason: (any Reason)?
    let client: ClientID?
    /// Cut, and without what looks like a secret.
    let clientName: WireText?
    let flow: FlowID?
    let peer: String
    let requestID: String
    let origin: String?
    let at: Timestamp
    let count: Int
    /// Of a hop that only differs by it.
    let asked: String?
    let waited: Duration?
    /// It is asked for where clients look what there is, and says nothing of an attempt.
    let isSoft: Bool

    init(_ heading: DecisionHeading, _ attempt: Attempt, at moment: Timestamp) {
        kind = heading.kind
        knock = nil
        reason = heading.reason
        client = heading.clientID.map { ClientID(rawValue: Self.blotted($0.rawValue)) }
        clientName = heading.clientName.map(Self.cut)
        flow = attempt.flow
        peer = attempt.peer
        requestID = attempt.requestID
        origin = Self.page(attempt.origin)
        at = moment
        count = 1
        asked = attempt.method.flatMap { method in attempt.path.map { "\(method) \($0)" } }
        waited = attempt.waited
        isSoft = (heading.reason as? HTTPReason)?.isLookingAround == true && attempt.method != "POST"
    }

    init(_ knock: Knock, at moment: Timestamp) {
        kind = nil
        self.knock = knock.what
        reason = nil
        client = nil
        clientName = nil
        flow = nil
        peer = knock.peer
        requestID = knock.requestID
        origin = Self.page(knock.origin)
        at = moment
        count = knock.count
        asked = knock.asked
        waited = nil
        isSoft = false
    }

    /// Who could have sent it: what a client does is no part of what a resource server does at the same address.
    var area: Area {
        switch kind {
        case .active, .activeAgain, .inactive: .resourceServer
        case .keyRotated, .keyRetired, .clientApproved, .clientDenied: .operator
        case .loggedOut: .logout
        default:
            switch reason {
            case is IntrospectionReason: .resourceServer
            case is OperatorReason: .operatorsDoor
            default: .client
            }
        }
    }

    enum Area: Hashable {
        case client, resourceServer, logout
        /// Where this timeline is looked at: whoever is not let in there is no client that failed.
        case operatorsDoor
        case `operator`
    }

    /// `null` is what a browser says that tells nothing, as it does of this server's own pages.
    private static func page(_ origin: String?) -> String? { origin == "null" ? nil : origin }

    /// Whatever stands where an id should be.
    static func blotted(_ text: String) -> String {
        String(decoding: SecretPrefix.blotted(Array(text.utf8)), as: UTF8.self)
    }

    private static func cut(_ name: WireText) -> WireText {
        WireText(repairing: SecretPrefix.blotted(Array(name.utf8.prefix(2 * nameLimit))).prefix(nameLimit))
    }

    private static let nameLimit = 64
}

extension HTTPReason {
    /// Clients try several paths to find out what a server has.
    fileprivate var isLookingAround: Bool {
        switch self {
        case .pathUnknown, .switchedOff, .methodUnsupported: true
        default: false
        }
    }
}
