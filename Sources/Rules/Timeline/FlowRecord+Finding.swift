import OAuthCore
import OAuthModel
import Web

/// What belongs to a flow that does not say so by itself. Where nothing better is known it is the client, the address and the page; and that
/// not much time has passed.
extension FlowRecord {
    /// As long as a browser and a client need for a step without a person.
    private static let moment = Duration.seconds(5 * 60)
    /// As long as a person may need.
    private static let whileThinking = Duration.seconds(15 * 60)

    /// Its client was registered here, so that nobody else knows its id yet; or it is at the same address.
    func isAtHome(_ sighting: Sighting) -> Bool {
        sighting.area == .operator || peers.contains(sighting.peer)
            || isPrelude && hops.contains { $0.kind == .registered && $0.client == sighting.client }
    }

    var peers: Set<String> { Set(hops.map(\.peer)).union([peer]) }

    private func isFresh(_ sighting: Sighting) -> Bool {
        sighting.at.since(lastAt) <= (login == nil ? Self.moment : Self.whileThinking)
    }

    private func isOfSamePage(_ sighting: Sighting) -> Bool {
        origin == nil || sighting.origin == nil || origin == sighting.origin
    }

    /// A login begins that may have begun with this.
    func leadsTo(_ sighting: Sighting) -> Bool {
        isPrelude && !isRefused && isFresh(sighting) && isOfSamePage(sighting)
    }

    /// Something without an id of its own belongs here.
    func takes(_ sighting: Sighting) -> Bool {
        if sighting.area == .operator { return sighting.client != nil }
        guard isFresh(sighting), isOfSamePage(sighting) else { return false }
        if sighting.kind == .loggedOut || area != sighting.area, area != .client { return hasLike(sighting) }
        if let client, let other = sighting.client, client != other {
            return isRegistering && sighting.kind == .registered && clientName == sighting.clientName
        }
        guard login == nil else { return takesIntoLogin(sighting) }
        if isRefused { return hasLike(sighting) }
        return !(sighting.reason is LoginReason || sighting.reason is UpstreamReason) && area == sighting.area
    }

    private func hasLike(_ sighting: Sighting) -> Bool { hops.contains { $0.isLike(sighting) } }

    private func takesIntoLogin(_ sighting: Sighting) -> Bool {
        if sighting.client != nil { return sighting.kind != .registered }
        if hasLike(sighting) { return true }
        guard reached < .used, !isRefused else { return false }
        switch sighting.knock {
        // While a person is asked, it is another attempt that begins.
        case .metadata: return reached == .codeIssued
        case .preflight, .preflightRefused: return reached >= .codeIssued
        case nil: return !sighting.isSoft || reached >= .codeIssued
        }
    }

    /// The resource server's question would be the next step.
    func awaitsUse(_ sighting: Sighting) -> Bool {
        login != nil && reached == .tokensIssued && isFresh(sighting)
            && (client == sighting.client || sighting.client == nil)
    }

    /// What a part of it is called that goes on by itself; `nil`: all of it goes on.
    func nameOfPart(_ client: ClientID, unless isTaken: (FlowName) -> Bool) -> FlowName? {
        guard clients.count > 1, let first = hops.first(where: { $0.client == client }) else { return nil }
        let name = FlowName(first.requestID)
        return isTaken(name) ? FlowName("\(name.text)-\(sequence)") : name
    }
}
