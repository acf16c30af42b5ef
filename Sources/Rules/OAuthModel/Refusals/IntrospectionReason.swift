/// Somebody who may not ask what a token is worth (RFC 7662 §2.1).
package enum IntrospectionReason: String, RefusalReason {
    case callerUnproven, credentialsMissing, credentialsUnwanted, closed
    case introspectedTokenMissing

    package var rule: RefusalRule {
        switch self {
        case .callerUnproven:
            RefusalRule(
                .invalidClient, "RFC 7662 §2.1", "resource server authentication failed",
                remedy: "compare the id and secret of the MCP server with its entry under 'resource_servers'")
        case .credentialsMissing:
            RefusalRule(
                .invalidClient, "RFC 7662 §2.1",
                "introspection needs the credentials of a resource server; see resource_servers",
                remedy: "have the MCP server send the id and secret of its entry under 'resource_servers'")
        case .credentialsUnwanted:
            RefusalRule(
                .invalidClient, "RFC 7662 §2.1",
                "introspection takes no credentials here, only programs on this machine may ask",
                remedy:
                    "ask from this machine, under the issuer's own name and not through a proxy; or write auth: resource_server"
            )
        case .closed:
            RefusalRule(
                .invalidClient, "RFC 7662 §2.1",
                "nobody may introspect here: credentials are not taken, and this issuer is not loopback",
                remedy: "write auth: resource_server at the route of oauth.introspect")
        case .introspectedTokenMissing:
            RefusalRule(
                .invalidRequest, "RFC 7662 §2.1",
                "token is missing; send it in the form, not in the query",
                remedy: "have the MCP server send the token as the parameter 'token' of the form")
        }
    }
}
