package import Web

/// Where a flow came to its end: it stopped half-way, because the next step did not come; or something was refused, and nothing better
/// followed.
package enum Stop: String, Reason {
    case metadataOnly, preflightOnly, preflightRefused
    case registeredOnly, registeredAgain
    case consentUnanswered, loginUnanswered
    case codeUnredeemed, codeBehindPreflight
    case tokenUnused, newTokenUnused
    case tokenExpiredThere, tokenReplacedThere, tokenElsewhere, tokenEndedThere, tokenUnreadable
    case registrationRefused, clientRefused
    case documentRefused, documentAwaited, approvedOnly, keptOut
    case requestRefused, personRefused, loginRefused, providerFailed, personNotLetIn
    case codeRefused, refreshRefused, tokenRefused, putOff
    case callerRefused, onlookerRefused, formRefused, serverFailed, unanswered

    package var account: Account {
        switch self {
        case .metadataOnly:
            Account(
                "RFC 8414 §3", "the metadata was fetched, and nothing followed",
                remedy:
                    "look at the client's log: whether it likes the issuer, and whether it has a client_id or can register"
            )
        case .preflightOnly:
            Account(
                "Fetch §3.3", "a browser asked whether a page may, was told yes, and nothing followed",
                remedy: "look at the browser's console, which says why the page's request was held back")
        case .preflightRefused:
            Account(
                "Fetch §3.3", "preflight only: the browser was told of no permission, and refused",
                remedy: "list the page's origin under the route's cors, or call from a page of this server")
        case .registeredOnly:
            Account(
                "RFC 7591 §3.2.1", "registered, and nobody was sent to log in",
                remedy: "look at the client: it should open the authorization endpoint in a browser now")
        case .registeredAgain:
            Account(
                "RFC 7591 §3.2.1", "registered again and again, and nobody was sent to log in",
                remedy:
                    "look at the client: it may not like the answer, or lose it; it should keep its client_id"
            )
        case .consentUnanswered:
            Account(
                "OAuth 2.1 §7.3", "consent shown, no answer",
                remedy: "answer the page; when it is too late for that, start again from the application")
        case .loginUnanswered:
            Account(
                "RFC 6749 §4.1", "consent given, and nobody logged in",
                remedy: "finish the login at the upstream; when it is too late for that, start again")
        case .codeUnredeemed:
            Account(
                "RFC 6749 §4.1.3", "code never redeemed",
                remedy:
                    "look at the client: whether the browser reached its redirect URI, and whether state and iss were as it expects"
            )
        case .codeBehindPreflight:
            Account(
                "Fetch §3.3", "code never redeemed: the browser asked whether the page may, and refused",
                remedy: "list the page's origin under the cors of the token route")
        case .tokenUnused:
            Account(
                "RFC 6750 §2", "token issued, never used at the resource",
                remedy:
                    "see whether the client calls the MCP server, with its token in the Authorization field, and whether that introspects here"
            )
        case .newTokenUnused:
            Account(
                "RFC 6749 §6", "refreshed, and the new token was never used at the resource",
                remedy: "see whether the client sends the access_token that it was given last")
        case .tokenExpiredThere:
            Account(
                "RFC 6749 §1.5", "the token expired, and the client went on using it",
                remedy: "have the client refresh when the resource answers 401")
        case .tokenReplacedThere:
            Account(
                "RFC 6749 §6", "the client refreshed, and went on using an older token",
                remedy: "have the client keep the access_token of each answer")
        case .tokenElsewhere:
            Account(
                "RFC 8707 §2", "the token was used at a resource that it is not for",
                remedy: "have the client ask for a token with resource set to that MCP server's URL")
        case .tokenEndedThere:
            Account(
                "RFC 7009 §2", "the token was used after its end",
                remedy: "have the client begin a new authorization when the resource answers 401")
        case .tokenUnreadable:
            Account(
                "RFC 7662 §2.2", "what was used at the resource is no token of this server that is known",
                remedy: "find out where the client has it from")
        case .registrationRefused:
            Account(
                "RFC 7591 §3.2.2", "the client could not register",
                remedy: "change what it registers as the reason says")
        case .clientRefused:
            Account(
                "RFC 6749 §2.3", "the client could not say who it is",
                remedy: "look at its client_id and at how it authenticates")
        case .documentRefused:
            Account(
                "client-id documents §4", "the client's metadata document could not be used",
                remedy: "mcp-auth client inspect, with its client_id")
        case .documentAwaited:
            Account(
                "client-id documents §6.1", "the client waits for the operator",
                remedy: "mcp-auth clients approve, with its client_id")
        case .approvedOnly:
            Account(
                "client-id documents §6.1", "the operator approved the client, and it did not come back",
                remedy: "start again from the application")
        case .keptOut:
            Account(
                "client-id documents §6.1", "the operator keeps the client out",
                remedy: "mcp-auth clients approve, with its client_id, if that was wrong")
        case .requestRefused:
            Account(
                "RFC 6749 §4.1.2.1", "the authorization request was refused: nobody was asked",
                remedy: "change what the client asks for as the reason says")
        case .personRefused:
            Account(
                "RFC 6749 §4.1.2.1", "the person said no",
                remedy: "nothing: it is the person's to decide")
        case .loginRefused:
            Account(
                "RFC 6749 §4.1", "the login could not be finished in the browser",
                remedy: "start again from the application, with cookies on")
        case .providerFailed:
            Account(
                "OpenID Connect Core §3.1.2.6",
                "the provider could not be asked who it is, or what it said could not be believed",
                remedy: "mcp-auth upstream check, with the provider's name")
        case .personNotLetIn:
            Account(
                "RFC 6749 §4.1.2.1", "the provider says who it is, and the manifest lets them in for nothing",
                remedy: "mcp-auth upstream try, with the provider's name, shows what the rules look at")
        case .codeRefused:
            Account(
                "RFC 6749 §5.2", "the code could not be redeemed, and no other was asked for",
                remedy: "change what the client sends to the token endpoint as the reason says")
        case .refreshRefused:
            Account(
                "RFC 6749 §6", "the client could not refresh, and did not begin anew",
                remedy: "have the client begin a new authorization on invalid_grant")
        case .tokenRefused:
            Account(
                "RFC 6749 §5.2", "the token request was refused",
                remedy: "change what the client sends to the token endpoint as the reason says")
        case .putOff:
            Account(
                "RFC 6585 §4", "the client came too often, and was put off",
                remedy: "have the client wait as Retry-After says")
        case .callerRefused:
            Account(
                "RFC 7662 §2.1", "a resource server could not ask about tokens",
                remedy: "give it the id and secret that the manifest declares")
        case .onlookerRefused:
            Account(
                "RFC 6750 §3", "somebody was not let in to see the timeline",
                remedy: "nothing, unless it was you: then as the reason says")
        case .formRefused:
            Account(
                "RFC 6749 §3.2", "the request could not be read",
                remedy: "send it as the reason says")
        case .serverFailed:
            Account(
                "RFC 6749 §4.1.2.1", "this server could not answer",
                remedy: "look at /health and at the store")
        case .unanswered:
            Account(
                "RFC 9110 §15.5", "answered before anybody knew what it is about",
                remedy: "see the reason")
        }
    }

    /// For people.
    package var words: String { "\(account.finding)" }
}
