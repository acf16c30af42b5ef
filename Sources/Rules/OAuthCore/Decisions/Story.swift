import JSON
package import OAuthModel
import Web
package import WireText

/// A decision as a person is told of it.
package struct Story: Sendable {
    /// Who, what, for which resource; if refused why, and what to do.
    package let words: String
    /// What there is to look up, for programs.
    package let facts: [Fact]

    package enum Weight: Sendable {
        /// Nobody would tell it.
        case debug
        case info
        /// Somebody should look.
        case warning
        case error
    }
}

extension Decision {
    /// - Parameter name: What a client calls itself, where that is known.
    package func story(_ name: @escaping (ClientID) -> WireText?) -> Story {
        let teller = Teller(decision: self, name: name)
        return Story(words: teller.words, facts: teller.facts)
    }

    package var weight: Story.Weight {
        switch self {
        case .loggedIn, .introspectedAgain, .nothing: .debug
        case .registered, .consentAsked, .consentGiven, .codeIssued, .tokensIssued, .introspected, .revoked,
            .loggedOut, .limited:
            .info
        case .refused(let error):
            switch error.code {
            case .serverError: .error
            case .temporarilyUnavailable: .warning
            default: error.reason.rule.isAlarming ? .warning : .info
            }
        case .unasked(let refusal):
            switch refusal.reason {
            case .connectionsTaken, .memoryTaken, .handlerTimeout: .warning
            default: .info
            }
        }
    }

    /// Who asked, as far as that is known.
    package var clientID: ClientID? {
        switch self {
        case .registered(let client): client.id
        case .consentAsked(let request), .consentGiven(let request): request.clientID
        case .codeIssued(let code): code.access.clientID
        case .tokensIssued(let issued): issued.client.id
        case .introspected(let introspected): introspected.clientID
        case .revoked(let revoked): revoked.client.id
        case .limited(let limited): limited.client
        case .refused(let error): error.client
        case .loggedIn, .introspectedAgain, .loggedOut, .unasked, .nothing: nil
        }
    }
}

/// Puts one decision into words.
private struct Teller {
    let decision: Decision
    let name: (ClientID) -> WireText?

    var words: String {
        switch decision {
        case .registered(let client):
            "\(who) registered: answers go to \(WireText(list(client.metadata.redirectURIs.map(\.text))).excerpt())"
        case .consentAsked(let request):
            "\(who) asks for \(what(request.scope, request.resources)): the person is asked"
        case .consentGiven(let request):
            "\(who) may have \(what(request.scope, request.resources)): on to the login"
        case .loggedIn(let owner): "\(person(owner)) logged in"
        case .codeIssued(let code):
            "\(person(code.access.owner)) logged in: \(who) is given a code, to take to \(code.redirectURI.displayHost)"
        case .tokensIssued(let issued): told(issued)
        case .introspected(let introspected): told(introspected)
        case .revoked(let revoked): told(revoked)
        case .loggedOut: "somebody logged out of the upstream in this browser"
        case .refused(let error): "\(who) was refused: \(account(error.finding, error.reason, error.facts))"
        case .limited(let limited):
            "\(who) was put off for \(limited.wait.secondsToWait) s: \(account("\(limited.reason.account.finding)", limited.reason, []))"
        case .unasked(let refusal):
            "\(refusal.asked.map { safe($0) } ?? "a request") was refused: \(account(refusal.text, refusal.reason, []))"
        case .introspectedAgain, .nothing: "answered"
        }
    }

    private func told(_ issued: IssuedTokensDecision) -> String {
        let whose = issued.access.owner.map { " of \(person($0))" } ?? " of its own"
        let refresh = issued.isRefreshed ? ", and a refresh token" : ""
        let tokens =
            "a token\(whose) for \(what(issued.scope, issued.access.resources)), good for \(issued.lifetime.wholeSeconds) s\(refresh)"
        return switch issued.way {
        case .codeRedeemed: "\(who) redeemed its code: it has \(tokens)"
        case .refreshed: "\(who) refreshed: it has \(tokens)"
        case .refreshRepeated: "\(who) refreshed twice with one token, and was given the same answer again"
        case .clientGranted: "\(who) acts for itself: it has \(tokens)"
        }
    }

    private func told(_ introspected: Introspected) -> String {
        let asker =
            switch introspected.caller {
            case .resourceServer(let server): safe(server.id)
            case .loopback: "a program on this machine"
            }
        guard let reason = introspected.inactive else {
            let subject = introspected.subject.map { " of \(safe($0))" } ?? ""
            return
                "\(asker) asked about a token: it is good, \(who)'s\(subject), for \(introspected.scope ?? "")"
        }
        return
            "\(asker) asked about a token: it is worth nothing, \(account("\(reason.account.finding)", reason, facts.filter { $0.name != "grant" }))"
    }

    private func told(_ revoked: Revoked) -> String {
        switch revoked.what {
        case .grant: "\(who) gave its refresh token back: the login is ended, with all its tokens"
        case .accessToken: "\(who) gave an access token back"
        case .unknown: "\(who) gave back a token that is not known, or not any more"
        case .foreign: "\(who) gave back a token that is another client's: nothing was done"
        }
    }

    /// What is wrong, beside what would be right, where that stands, and what to do.
    private func account(_ finding: String, _ reason: any Reason, _ facts: [Fact]) -> String {
        let shown = facts.filter { $0.name != Fact.shown }.map {
            ", \($0.name.replacing("_", with: " ")) \($0.value)"
        }.joined()
        return "\(finding)\(shown) (\(reason.account.section)): \(reason.account.remedy)"
    }

    var facts: [Fact] {
        switch decision {
        case .refused(let error): error.facts
        case .introspected(let introspected): introspected.facts
        case .limited(let limited):
            [Fact("rate", "\(limited.rate.count) in \(limited.rate.period.wholeSeconds) s")]
        case .registered(let client):
            [Fact("redirect_uris", list(client.metadata.redirectURIs.map(\.text)))]
        case .tokensIssued(let issued):
            [
                Fact("scope", issued.scope.text),
                Fact("resource", list(issued.access.resources.map(\.text))),
                Fact("sub", issued.access.subject),
            ]
        case .consentAsked(let request), .consentGiven(let request):
            [
                Fact("scope", request.scope.text), Fact("resource", list(request.resources.map(\.text))),
                Fact("redirect_uri", request.redirectURI.text),
            ]
        case .codeIssued(let code):
            [Fact("sub", code.access.subject), Fact("redirect_uri", code.redirectURI.text)]
        case .loggedIn(let owner): [Fact("sub", owner.subject.rawValue)]
        case .unasked(let refusal): refusal.detail.map { [Fact("detail", $0)] } ?? []
        case .introspectedAgain, .revoked, .loggedOut, .nothing: []
        }
    }

    private var who: String {
        guard let id = decision.clientID else { return "somebody" }
        let own: WireText? =
            switch decision {
            case .registered(let client): client.metadata.name
            case .consentAsked(let request): request.clientName
            case .tokensIssued(let issued): issued.client.metadata.name
            case .revoked(let revoked): revoked.client.metadata.name
            default: nil
            }
        // In quotation marks, which no excerpt has: a name can't pass for what this server says.
        return (own ?? name(id)).map { "\"\(safe($0))\"" } ?? "client \(safe(id.rawValue))"
    }

    private func person(_ owner: ResourceOwner?) -> String {
        owner.map { safe($0.subject.rawValue) } ?? "nobody"
    }

    private func what(_ scope: Scope, _ resources: [ResourceIndicator]) -> String {
        let words = scope.isEmpty ? "nothing" : scope.text.replacing(" ", with: ", ")
        return resources.isEmpty ? words : "\(words) at \(list(resources.map(\.text)))"
    }

    private func list(_ texts: [String]) -> String { texts.joined(separator: " ") }

    private func safe(_ text: String) -> String { safe(WireText(text)) }

    private func safe(_ text: WireText) -> String { text.excerpt(64) }
}

extension Introspected {
    var clientID: ClientID? { record.map { ClientID(rawValue: $0.clientID) } }
    fileprivate var subject: String? { record?.member("sub") }
    fileprivate var scope: String? { record?.member("scope")?.replacing(" ", with: ", ") }

    /// What the token is for beside what the asker is told about, where that is why.
    fileprivate var facts: [Fact] {
        var facts = [shown, grant.map { Fact("grant", $0.logName) }].compactMap(\.self)
        if inactive == .tokenForAnotherResource, let record, case .resourceServer(let server) = caller {
            facts += [
                Fact("meant_for", record.audienceText),
                Fact("asker_has", server.resources.map(\.text).joined(separator: " ")),
            ]
        }
        return facts
    }
}

extension AccessTokenRecord {
    /// For a reader: nothing of it is read for an answer.
    fileprivate var clientID: String {
        String(decoding: bytes.prefix { $0 != UInt8(ascii: "\n") }, as: UTF8.self)
    }

    fileprivate func member(_ name: String) -> String? {
        (try? JSONValue.parse(Array(answer) + [UInt8(ascii: "}")], maximumDepth: 4))?[name]?.string?.shown
    }

    fileprivate var audienceText: String { String(decoding: audience, as: UTF8.self) }
}
