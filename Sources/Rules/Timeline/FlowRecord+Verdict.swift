import OAuthCore
import OAuthModel
import Web

/// What became of a flow, as its hops say: nothing of it is kept.
extension FlowRecord {
    func summary(at now: Timestamp, _ patience: FlowPatience) -> FlowSummary {
        let outcome = outcome(at: now, patience)
        return FlowSummary(
            name: name, login: login, sequence: sequence, began: began, lastAt: lastAt,
            client: client.map { FlowClient(id: $0, name: clientName) }, person: person, scope: scope,
            resource: resource, peer: peer, origin: origin, reached: reached, verdict: outcome.verdict,
            stop: outcome.stop, refusal: outcome.reason.map { Why($0) }, isPinned: isPinned, hopCount: count)
    }

    func flow(at now: Timestamp, _ patience: FlowPatience, asked use: TokenUse?) -> Flow {
        let active = hops.lastIndex { $0.kind == .active }
        return Flow(
            summary: summary(at: now, patience),
            hops: hops.indices.map {
                hops[$0].hop(isOfLogin: login != nil, asked: $0 == active ? use : nil)
            })
    }

    private struct Outcome {
        var verdict: Verdict
        var stop: Stop?
        var reason: (any Reason)?

        static let done = Outcome(verdict: .done)

        static func refused(_ stop: Stop, _ reason: (any Reason)? = nil) -> Outcome {
            Outcome(verdict: .refused, stop: stop, reason: reason)
        }
    }

    private func outcome(at now: Timestamp, _ patience: FlowPatience) -> Outcome {
        guard let last = decisive else { return Outcome(verdict: .goingOn) }
        func unless(within time: Duration, since moment: Timestamp? = nil, _ stop: Stop) -> Outcome {
            now.since(moment ?? last.lastAt) < time
                ? Outcome(verdict: .goingOn) : Outcome(verdict: .stopped, stop: stop)
        }
        if let reason = last.reason { return .refused(Stop(of: reason), reason) }
        switch last.kind {
        case nil: return unless(within: patience.client, last.stopOfKnock)
        case .registered:
            let registrations = hops.reduce(0) { $0 + ($1.kind == .registered ? $1.count : 0) }
            return unless(within: patience.client, registrations < 3 ? .registeredOnly : .registeredAgain)
        case .documentRead, .consentAsked: return unless(within: patience.person, .consentUnanswered)
        case .consentGiven, .loggedIn:
            let asked = hops.first { $0.kind == .consentAsked }?.firstAt
            return unless(within: patience.person, since: asked, .loginUnanswered)
        case .codeIssued:
            return unless(within: patience.code, isHeldBack ? .codeBehindPreflight : .codeUnredeemed)
        case .codeRedeemed, .clientGranted:
            return patience.isIntrospected ? unless(within: patience.client, .tokenUnused) : .done
        case .refreshed, .refreshRepeated:
            return patience.isIntrospected ? unless(within: patience.accessToken, .newTokenUnused) : .done
        case .clientApproved: return unless(within: patience.person, .approvedOnly)
        case .clientDenied: return .refused(.keptOut)
        case .active, .activeAgain, .revoked, .nothingRevoked, .loggedOut, .keyRotated, .keyRetired,
            .inactive,
            .refused, .limited, .unasked, .nothing:
            return .done
        }
    }

    /// What decides: the last that happened, but for what clients ask for by the way.
    private var decisive: HopRecord? {
        let all = hops.filter { !$0.isSoft && ($0.knock == nil || reached == .knocked) }
        return (all.isEmpty ? hops : all).max { $0.sequence < $1.sequence }
    }

    /// After the code a browser asked whether a page may, and was told of no permission.
    private var isHeldBack: Bool {
        guard let code = hops.last(where: { $0.kind == .codeIssued }) else { return false }
        return hops.contains { $0.knock == .preflightRefused && $0.sequence > code.sequence }
    }
}

extension HopRecord {
    fileprivate var stopOfKnock: Stop {
        switch knock {
        case .preflight: .preflightOnly
        case .preflightRefused: .preflightRefused
        case .metadata, nil: .metadataOnly
        }
    }
}
