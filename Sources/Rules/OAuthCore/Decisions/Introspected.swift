import JSON
import OAuthModel
import Storage
package import Web
import WireText

/// A resource server was told what a token is worth.
package struct Introspected: ToldDecision {
    package let caller: IntrospectionCaller
    /// `nil`: the token is active.
    package let inactive: InactiveReason?
    let record: AccessTokenRecord?
    let grant: GrantKey?
    /// What else there is to say of a token that is worth nothing.
    let beside: [Fact]

    var kind: DecisionKind { inactive == nil ? .active : .inactive }
    var reason: (any Reason)? { inactive }
    var clientID: ClientID? { record.map { ClientID(rawValue: $0.clientID) } }

    var facts: [Fact] {
        beside + named + mismatch
    }

    private var named: [Fact] { grant.map { [Fact("grant", $0.logName)] } ?? [] }

    /// What the token is for beside what the asker is told about, where that is why.
    private var mismatch: [Fact] {
        guard inactive == .tokenForAnotherResource, let record, case .resourceServer(let server) = caller
        else { return [] }
        return [
            Fact("meant_for", record.audienceText), Fact("asker_has", list(server.resources.map(\.text))),
        ]
    }

    func words(by who: String) -> String {
        let asker =
            switch caller {
            case .resourceServer(let server): safe(server.id)
            case .loopback: "a program on this machine"
            }
        if let inactive {
            let account = account(
                "\(inactive.account.finding)", inactive, mismatch.isEmpty ? named : mismatch)
            return "\(asker) asked about a token: it is worth nothing, \(account)"
        }
        let subject = record?.member("sub").map { " of \(safe($0))" } ?? ""
        let scope = record?.member("scope")?.replacing(" ", with: ", ") ?? ""
        return "\(asker) asked about a token: it is good, \(who)'s\(subject), for \(scope)"
    }
}

extension AccessTokenRecord {
    // For a reader: nothing of it is read for an answer.

    fileprivate var clientID: String {
        String(decoding: bytes.prefix { $0 != UInt8(ascii: "\n") }, as: UTF8.self)
    }

    fileprivate var audienceText: String { String(decoding: audience, as: UTF8.self) }

    fileprivate func member(_ name: String) -> String? {
        (try? JSONValue.parse(Array(answer) + [UInt8(ascii: "}")], maximumDepth: 4))?[name]?.string?.shown
    }
}

/// Why a token is worth nothing to who asks: what a client is never told, and a resource server neither (RFC 7662 §2.2).
package enum InactiveReason: String, Reason {
    case tokenMalformed, tokenOfAnotherKind, tokenForAnotherResource
    case tokenExpired, tokenRevoked, tokenSuperseded, tokenUnknown

    package var account: Account {
        switch self {
        case .tokenMalformed:
            Account(
                "RFC 7662 §2.2", "the token is none that this server made",
                remedy: "find out where the client has it from: another server, or cut on its way")
        case .tokenOfAnotherKind:
            Account(
                "RFC 7662 §2.2", "a code or refresh token was shown as an access token",
                remedy:
                    "have the client send its access_token; what it sent should be replaced, for it has been shown around"
            )
        case .tokenForAnotherResource:
            Account(
                "RFC 8707 §2", "the token is for another resource than the asker's",
                remedy:
                    "have the client ask for a token with resource set to this MCP server's URL, or list it under the server's 'resources'"
            )
        case .tokenExpired:
            Account(
                "RFC 6749 §1.5", "the token has expired",
                remedy: "have the client refresh; tokens.access_token says how long one is good")
        case .tokenRevoked:
            Account(
                "RFC 7009 §2", "the token's grant has been ended",
                remedy: "have the client begin a new authorization")
        case .tokenSuperseded:
            Account(
                "RFC 9700 §4.14.2", "the client has refreshed since, and has a newer token",
                remedy: "have the client use the access_token that it was given last")
        case .tokenUnknown:
            Account(
                "RFC 7662 §2.2", "the token is not known, or not any more",
                remedy:
                    "have the client begin a new authorization; with several processes, look that they share one store"
            )
        }
    }
}
