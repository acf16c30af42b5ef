/// Why a request was answered without anything being asked that knows what it is about: by the transport or the router.
package enum HTTPReason: String, Reason {
    case malformed, slow, bodyTooLarge, coded, expectationUnknown, headerTooLarge
    case connectionsTaken, connectionsOfPeerTaken, memoryTaken, memoryOfPeerTaken, handlerTimeout
    case pathUnknown, switchedOff, methodUnsupported, misdirected, peerTooOften

    package var account: Account {
        switch self {
        case .malformed:
            Account(
                "RFC 9112 §2.2", "the request is not well-formed HTTP",
                remedy: "look at what sends it, or at the proxy in between: it speaks something else, or TLS")
        case .slow:
            Account(
                "RFC 9110 §15.5.9", "the request did not arrive in time",
                remedy: "server.head_timeout and server.body_timeout say how long it may take")
        case .bodyTooLarge:
            Account(
                "RFC 9110 §15.5.14", "the body is over the limit of the route",
                remedy: "send less, or raise the route's body_limit")
        case .coded:
            Account(
                "RFC 9110 §15.5.16", "the body has a Content-Encoding",
                remedy: "have the client, or the proxy in between, send it as it is")
        case .expectationUnknown:
            Account(
                "RFC 9110 §10.1.1", "the expectation is not 100-continue",
                remedy: "have the client leave the Expect field out")
        case .headerTooLarge:
            Account(
                "RFC 6585 §5", "the request line and header fields are over the limit",
                remedy: "delete the cookies of this host in the browser, or raise server.head_limit")
        case .connectionsTaken:
            Account(
                "RFC 9110 §15.6.4", "there are too many connections",
                remedy: "raise server.connection_limit, or add a process")
        case .connectionsOfPeerTaken:
            Account(
                "RFC 6585 §4", "the peer's share of connections is used up",
                remedy:
                    "have it keep its connections and reuse them; a proxy belongs under server.trusted_proxies"
            )
        case .memoryTaken:
            Account(
                "RFC 9110 §15.6.4", "the memory for requests is used up",
                remedy: "look who sends so much at once")
        case .memoryOfPeerTaken:
            Account(
                "RFC 6585 §4", "the peer's share of memory for requests is used up",
                remedy: "have it send less at once; a proxy belongs under server.trusted_proxies")
        case .handlerTimeout:
            Account(
                "RFC 9110 §15.6.4", "the answer took longer than it may",
                remedy: "look at the store; the route's timeout says how long an answer may take")
        case .pathUnknown:
            Account(
                "RFC 9110 §15.5.5", "no route has this path",
                remedy: "mcp-auth routes lists what there is")
        case .switchedOff:
            Account(
                "RFC 9110 §15.5.5", "the route at this path is off", remedy: "switch it on where it says")
        case .methodUnsupported:
            Account(
                "RFC 9110 §15.5.6", "the path does not take this method",
                remedy: "use one of those in the Allow field of the answer")
        case .misdirected:
            Account(
                "RFC 9110 §15.5.20", "a page was asked for under a name that is not this server's",
                remedy: "open the issuer's own name, or set the issuer to the name that is used")
        case .peerTooOften:
            Account(
                "RFC 6585 §4", "the peer is over the rate limit of the route",
                remedy: "wait as Retry-After says, or raise the route's rate_limit")
        }
    }
}

/// An answer of the transport or the router in the place of an endpoint's, and why.
package struct HTTPRefusal: Sendable {
    package let reason: HTTPReason
    /// What there is to say of this one: the limit, the switch, what was wrong with the bytes.
    package let detail: String?
    /// What was asked for, as far as that could be read: method and path, in a stranger's words.
    package private(set) var asked: String?

    package init(_ reason: HTTPReason, _ detail: String? = nil) {
        self.reason = reason
        self.detail = detail
    }

    package func of(_ method: String, _ path: String) -> HTTPRefusal {
        var refusal = self
        refusal.asked = "\(method) \(path)"
        return refusal
    }

    /// For the log.
    package var text: String { "\(reason.account.finding)\(detail.map { ": \($0)" } ?? "")" }
}
