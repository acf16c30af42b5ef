import WireText

extension DemoDecision {
    /// Who, what, and if not why not, and what to do.
    func words(for caller: TokenClaims?) -> String {
        let who = caller?.owner.words ?? "a client"
        return switch self {
        case .nothing: "answered"
        case .tokenAsked: "no token: told the client where to get one"
        case .tokenUnreadable:
            "\(who) was refused: what it sent is no access token (RFC 6750 §2.1): have it send its access_token as it was given it"
        case .tokenAmbiguous:
            "\(who) was refused: there are several Authorization fields (RFC 9110 §11.6.2): have it, or the proxy in between, send one"
        case .tokenRefused(let objection):
            "\(who) was refused: \(objection.finding): \(objection.remedy)"
        case .scopeMissing(let needed):
            "\(who) was refused: the token lacks the scope \(needed.joined(separator: " ")), it has \(caller?.scopeWords ?? "none") (RFC 6750 §3.1): the client is told what to ask for; if it doesn't, have it authorize again"
        case .unavailable(let failure):
            "nobody is let in: \(failure.cause): \(failure.hint ?? "see that the authorization server runs, and that AUTH_SERVER_URL is its issuer")"
        case .called(let tool): "\(who) called \(tool)"
        case .misunderstood(let words): "\(who) was not understood: \(words)"
        case .elsewhere(let words): "a request was refused: \(words)"
        }
    }
}

extension TokenOwner {
    /// A person and the client that acts for it; or a client alone, which acts for itself.
    fileprivate var words: String {
        let client = clientID.isEmpty ? "a client" : clientID.excerpt(64)
        return subject.isEmpty || subject == clientID ? client : "\(subject.excerpt(64)) (\(client))"
    }
}

extension TokenClaims {
    fileprivate var scopeWords: String {
        scope.isEmpty ? "none" : scope.map { $0.excerpt(64) }.joined(separator: " ")
    }
}
