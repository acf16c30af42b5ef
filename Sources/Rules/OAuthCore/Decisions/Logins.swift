package import OAuthModel
package import WireText

/// What a client asks a person for.
package struct ConsentRequest: Sendable {
    package let clientID: ClientID
    /// Where it was at hand.
    package let clientName: WireText?
    package let redirectURI: RedirectURI
    package let scope: Scope
    package let resources: [ResourceIndicator]
    /// Where the person goes on to log in who said yes; nil before that, and where nobody is asked for anything.
    package var upstream: UpstreamName?
}

struct ToldConsent: ToldDecision {
    let kind: DecisionKind
    let request: ConsentRequest

    var clientID: ClientID? { request.clientID }
    var clientName: WireText? { request.clientName }

    var facts: [Fact] {
        [
            Fact("scope", request.scope.text), Fact("resource", list(request.resources.map(\.text))),
            Fact("redirect_uri", request.redirectURI.text),
        ] + (request.upstream.map { [Fact("upstream", $0.rawValue)] } ?? [])
    }

    func words(by who: String) -> String {
        let what = what(request.scope, request.resources)
        return kind == .consentGiven
            ? "\(who) may have \(what): on to the login\(place(request.upstream))"
            : "\(who) asks for \(what): the person is asked"
    }
}

/// Somebody logged in; what comes of it is told by itself.
struct ToldLogin: ToldDecision {
    let owner: ResourceOwner
    let upstream: UpstreamName

    var kind: DecisionKind { .loggedIn }
    var weight: Story.Weight { .debug }
    var facts: [Fact] { [Fact("sub", owner.subject.rawValue), Fact("upstream", upstream.rawValue)] }

    func words(by who: String) -> String {
        "\(person(owner)) logged in\(place(upstream))"
    }
}

package struct IssuedCode: ToldDecision {
    package let access: GrantedAccess
    package let redirectURI: RedirectURI

    var kind: DecisionKind { .codeIssued }
    var clientID: ClientID? { access.clientID }
    var facts: [Fact] { [Fact("sub", access.subject), Fact("redirect_uri", redirectURI.text)] }

    func words(by who: String) -> String {
        "\(person(access.owner)) logged in: \(who) is given a code, to take to \(redirectURI.displayHost)"
    }
}

struct ToldLogout: ToldDecision {
    var kind: DecisionKind { .loggedOut }

    func words(by who: String) -> String { "somebody logged out of the upstream in this browser" }
}
