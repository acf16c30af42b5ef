import Diagnostics
package import StrictYAML

/// Clients, scopes, resources, and what is granted.
extension DiagnosticCode {
    static let ofAccess = [
        redirectURI, publicClient, authMethods, noScopes, unlistedScope, noResources, otherOrigin,
        everyResource,
        lifetimes,
    ]

    package static let redirectURI = DiagnosticCode(
        "redirect-uri", .error, "a redirect URI leads to the client and to nobody else",
        why:
            "Codes are sent there (RFC 9700 §2.1): by https, to this machine, or to a program by a scheme of its own.",
        remedy:
            "Write an absolute URI without fragment; a scheme of a program is listed under registration.schemes.",
        broken: """
            clients:
              - client_id: demo
                redirect_uris: ["http://example.org/callback"]
            """,
        mended: """
            clients:
              - client_id: demo
                redirect_uris: ["https://example.org/callback"]
            """)

    package static let publicClient = DiagnosticCode(
        "public-client", .warning, asking: true,
        "a client without a secret says that it needs none",
        why:
            "Whoever knows its client_id can be it; that is fine for a program on a desk, and a mistake on a server.",
        remedy: "Write token_endpoint_auth_method: none, or name a file under 'secret_file'.",
        broken: """
            clients:
              - client_id: demo
                redirect_uris: ["http://localhost/callback"]
            """,
        mended: """
            clients:
              - client_id: demo
                redirect_uris: ["http://localhost/callback"]
                token_endpoint_auth_method: none
            """)

    package static let authMethods = DiagnosticCode(
        "auth-methods", .either, asking: true,
        "what clients do and how they say who they are is offered",
        why:
            "A client whose grant or method is off is refused at the token endpoint, and few people look there.",
        remedy: "Add it to 'grant_types' or 'token_endpoint_auth_methods', or give the client another.",
        broken: """
            token_endpoint_auth_methods: [client_secret_basic]
            """,
        mended: """
            token_endpoint_auth_methods: [client_secret_basic, none]
            """)

    package static let noScopes = DiagnosticCode(
        "no-scopes", .error, asking: true,
        "a client can be granted something that opens something",
        why:
            "Many clients name no scope; without a default they would be given nothing, and fail far from here.",
        remedy: "Mark a scope as default: true that the resources list.",
        broken: """
            scopes:
              mcp: { description: Use it }
            """,
        mended: """
            scopes:
              mcp: { description: Use it, default: true }
            """)

    package static let unlistedScope = DiagnosticCode(
        "unlisted-scope", .warning, asking: true,
        "a scope is listed by a resource",
        why: "Tokens are for a resource and have its scopes only, so this one is never in any.",
        remedy: "List it under 'scopes' of the resource that knows it.",
        broken: """
            scopes:
              mcp: { description: Use it, default: true }
              reports: { description: Read reports, default: true }
            resources:
              - { resource: "http://localhost:3232/mcp", scopes: [mcp] }
            """,
        mended: """
            scopes:
              mcp: { description: Use it, default: true }
              reports: { description: Read reports, default: true }
            resources:
              - { resource: "http://localhost:3232/mcp", scopes: [mcp, reports] }
            """)

    package static let noResources = DiagnosticCode(
        "no-resources", .error, asking: true,
        "there is a resource that tokens are for",
        why: "Each token is for one MCP server (RFC 8707), so that none can use it at another.",
        remedy: "List the MCP server under 'resources'.",
        broken: "resources: []",
        mended: """
            resources:
              - { resource: "http://localhost:3232/mcp" }
            """)

    package static let otherOrigin = DiagnosticCode(
        "other-origin", .warning, asking: true,
        "other spellings of a resource are at its origin",
        why: "Who asks for a token for one is given one for the other: another origin may be another server.",
        remedy: "Keep it only if both lead to the same MCP server.",
        broken: """
            resources:
              - resource: https://mcp.example.com/mcp
                also_known_as: ["https://mcp.example.com:8443/mcp"]
            """,
        mended: """
            resources:
              - resource: https://mcp.example.com/mcp
                also_known_as: ["https://mcp.example.com/mcp/"]
            """)

    package static let everyResource = DiagnosticCode(
        "every-resource", .warning, asking: true,
        "a resource server is told about its own tokens",
        why: "One that is taken over could otherwise find out about the tokens of all others.",
        remedy: "List what it serves under its 'resources'.",
        broken: """
            resources:
              - { resource: "http://localhost:3232/mcp" }
              - { resource: "http://localhost:3233/mcp" }
            resource_servers:
              - { id: demo, secret: "${DEMO_SECRET:-0123456789012345678901234567}" }
            """,
        mended: """
            resources:
              - { resource: "http://localhost:3232/mcp" }
              - { resource: "http://localhost:3233/mcp" }
            resource_servers:
              - id: demo
                secret: "${DEMO_SECRET:-0123456789012345678901234567}"
                resources: ["http://localhost:3232/mcp"]
            """)

    package static let lifetimes = DiagnosticCode(
        "lifetimes", .either, asking: true,
        "what lives shorter does not outlive what lives longer",
        why: "A lifetime beyond that of the login has no effect; a long one gives a thief as much time.",
        remedy:
            "Let access tokens live for an hour or so, since clients refresh by themselves, and 'idle' below 'absolute'.",
        broken: """
            tokens:
              refresh_token: { idle: 100d, absolute: 90d }
            """,
        mended: """
            tokens:
              refresh_token: { idle: 30d, absolute: 90d }
            """)
}
