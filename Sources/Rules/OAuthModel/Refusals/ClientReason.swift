/// A client that doesn't say, or can't prove, who it is (RFC 6749 §2.3). Who fails is not told whether there is such a client, and not
/// what was wrong.
package enum ClientReason: String, RefusalReason {
    case clientUnnamed, clientUnknown, clientIDMalformed
    case secretMissing, secretUnexpected, secretWrong, otherMethod
    case repeatedHeader, twoMethods, otherClientID, malformedBasic

    private static var failed: StaticString { "client authentication failed" }

    package var rule: RefusalRule {
        switch self {
        case .clientUnnamed:
            RefusalRule(
                .invalidClient, "RFC 6749 §3.2.1", "the request names no client; send client_id",
                remedy: "have the client send its client_id, in the form or by HTTP Basic")
        case .clientUnknown:
            RefusalRule(
                .invalidClient, "RFC 6749 §5.2", Self.failed, finding: "no client has this id",
                remedy:
                    "have the client register again: its registration has expired, or it was made at another server"
            )
        case .clientIDMalformed:
            RefusalRule(
                .invalidClient, "RFC 6749 §2.2", Self.failed, finding: "what was sent can't be a client id",
                remedy: "have the client send the client_id as it was given it")
        case .secretMissing:
            RefusalRule(
                .invalidClient, "RFC 6749 §2.3.1", Self.failed, finding: "the secret is missing",
                remedy:
                    "have the client send its secret, or register it with token_endpoint_auth_method none")
        case .secretUnexpected:
            RefusalRule(
                .invalidClient, "RFC 6749 §2.3.1", Self.failed, finding: "a public client sent a secret",
                remedy: "have the client send no secret, or register it with a method that has one")
        case .secretWrong:
            RefusalRule(
                .invalidClient, "RFC 6749 §2.3.1", Self.failed, finding: "the secret is wrong",
                remedy:
                    "compare the client's secret with the one that it was given or that the manifest names")
        case .otherMethod:
            RefusalRule(
                .invalidClient, "RFC 7591 §2", Self.failed,
                finding: "the client used another method than it is registered for",
                remedy: "have the client use its token_endpoint_auth_method, or register it with the other")
        case .repeatedHeader:
            RefusalRule(
                .invalidRequest, "RFC 9110 §11.6.2", "the Authorization header is repeated",
                remedy: "have the client, or the proxy in front of this server, send it once")
        case .twoMethods:
            RefusalRule(
                .invalidRequest, "RFC 6749 §2.3",
                "the client authenticates in the header and in the body at once",
                remedy: "have the client send its secret in one place")
        case .otherClientID:
            RefusalRule(
                .invalidRequest, "RFC 6749 §2.3",
                "client_id in the body is not the one in the Authorization header",
                remedy: "have the client send one client_id")
        case .malformedBasic:
            RefusalRule(
                .invalidClient, "RFC 6749 §2.3.1",
                "the Authorization header is not well-formed Basic authentication",
                remedy: "have the client send base64 of id:secret, each form-encoded before")
        }
    }
}
