/// What became of a flow.
package enum Verdict: String, CaseIterable, Sendable {
    /// The next step may still come.
    case goingOn = "going_on"
    /// The client got in, and its token was used; or all was given back.
    case done
    /// A rule was broken, and nothing better followed.
    case refused
    /// The next step did not come.
    case stopped

    package var words: String {
        switch self {
        case .goingOn: "going on"
        case .done: "done"
        case .refused: "refused"
        case .stopped: "stopped"
        }
    }
}

/// How far a flow came, at its best.
package enum Stage: String, CaseIterable, Comparable, Sendable {
    /// Something was asked for, and nobody knows yet by which client.
    case knocked
    case registered
    /// A person is asked for consent.
    case asked
    case consented
    case loggedIn = "logged_in"
    case codeIssued = "code_issued"
    case tokensIssued = "tokens_issued"
    /// A resource server was told that a token is good.
    case used
    /// Given back, or logged out.
    case ended

    package var words: String {
        switch self {
        case .knocked: "discovery"
        case .registered: "registered"
        case .asked: "consent asked"
        case .consented: "consent given"
        case .loggedIn: "logged in"
        case .codeIssued: "code issued"
        case .tokensIssued: "tokens issued"
        case .used: "token used"
        case .ended: "ended"
        }
    }

    private var order: Int { Self.allCases.firstIndex(of: self) ?? 0 }

    package static func < (left: Stage, right: Stage) -> Bool { left.order < right.order }
}

/// Who takes part.
package enum Party: String, CaseIterable, Sendable {
    case client, browser
    case authorizationServer = "authorization_server"
    case upstream
    case resourceServer = "resource_server"
    case `operator`

    package var words: String {
        switch self {
        case .client: "client"
        case .browser: "browser"
        case .authorizationServer: "mcp-auth"
        case .upstream: "upstream"
        case .resourceServer: "resource server"
        case .operator: "operator"
        }
    }
}
