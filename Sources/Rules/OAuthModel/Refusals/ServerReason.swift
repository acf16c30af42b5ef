/// What is nobody's fault who asks.
package enum ServerReason: String, RefusalReason {
    case storeAway, storeFull, loginsTooMany, failed

    package var rule: RefusalRule {
        switch self {
        case .storeAway:
            RefusalRule(
                .temporarilyUnavailable, "RFC 6749 §4.1.2.1",
                "the server can't reach its store; try again in a moment",
                remedy: "look at /health and at the store; clients try again by themselves")
        case .storeFull:
            RefusalRule(
                .temporarilyUnavailable, "RFC 6749 §4.1.2.1",
                "the server has no room for this; try again later",
                remedy: "make room in the store")
        case .loginsTooMany:
            RefusalRule(
                .temporarilyUnavailable, "RFC 6749 §4.1.2.1",
                "too many logins wait to be finished here; try again later",
                remedy: "wait until tokens.pending_authorization is over; look who begins so many")
        case .failed:
            RefusalRule(
                .serverError, "RFC 6749 §4.1.2.1", "the request failed",
                remedy: "this is a defect of the server: report it with this line")
        }
    }
}
