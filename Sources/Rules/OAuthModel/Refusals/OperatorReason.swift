/// Somebody who is not let in where who runs the server is, or who asks for something there that isn't.
package enum OperatorReason: String, RefusalReason {
    case operatorUnproven, operatorTokenWrong, operatorSessionOver, operatorTokenless
    case operatorFormForged, operatorElsewhere, operatorRequestUnread
    case flowGone, watchersTooMany

    private static var reload: StaticString { "load the page again, with cookies on" }

    package var rule: RefusalRule {
        switch self {
        case .operatorUnproven:
            RefusalRule(
                .accessDenied, "RFC 6750 §3",
                "this is for who runs the server, and asks for the operator token",
                remedy:
                    "on this machine, ask under the issuer's own name and not through a proxy; else show the operator token as Bearer, or in the form"
            )
        case .operatorTokenWrong:
            RefusalRule(
                .accessDenied, "RFC 6750 §3.1", "this is not the operator token of this server",
                remedy: "compare it with what stands in the file that server.operator_token_file names")
        case .operatorSessionOver:
            RefusalRule(
                .accessDenied, "RFC 6265 §5.3", "this session is over; sign in again",
                finding:
                    "the operator's session has ended after eight hours, or the operator token was changed",
                remedy: "sign in again, with the operator token")
        case .operatorTokenless:
            RefusalRule(
                .accessDenied, "RFC 9110 §15.5.4",
                "this is for who runs the server, on the machine that it runs on",
                finding:
                    "the request is not from this machine under the issuer's own name, and there is no operator token",
                remedy:
                    "open it on this machine, under the issuer's own name and not through a proxy; or set server.operator_token_file"
            )
        case .operatorFormForged:
            RefusalRule(
                .accessDenied, "RFC 9700 §4.7.1",
                "this form was not shown in this browser; load the page again",
                remedy: Self.reload)
        case .operatorElsewhere:
            RefusalRule(
                .accessDenied, "RFC 9700 §4.7.1", "a page of another site can't do this here",
                finding: "the browser says that the form came from a page of another origin",
                remedy: "open this server's own page")
        case .operatorRequestUnread:
            RefusalRule(
                .invalidRequest, "RFC 9110 §15.5.1", "what is asked for can't be read; load the page again",
                finding: "a value in the query or the form is none that this page knows, or it is repeated",
                remedy: Self.reload)
        case .flowGone:
            RefusalRule(
                .invalidRequest, "RFC 9110 §15.5.5", "this attempt is not in the timeline, or not any more",
                remedy:
                    "look at the list: older attempts make room for new ones, and a restart forgets all; `memory` of the route says how many fit"
            )
        case .watchersTooMany:
            RefusalRule(
                .temporarilyUnavailable, "RFC 9110 §15.6.4",
                "too many are watching already; close one, or reload the page",
                remedy: "close pages of the timeline that nobody looks at")
        }
    }
}
