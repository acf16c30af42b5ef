import Diagnostics
package import StrictYAML

/// What routes and sections mean together.
extension DiagnosticCode {
    static let ofFlows = [
        fakeLoginExposed, noToken, noAuthorize, noUpstream, noClients, noMetadata, openIntrospection,
        uselessIntrospection, mixUp, unverifiedEmail, openUpstream,
    ]

    package static let fakeLoginExposed = DiagnosticCode(
        "fake-login-exposed", .error, asking: true,
        "the fake login is for this machine and for development",
        why: "It lets everybody be anybody; with auto_approve nobody is even asked.",
        remedy: "Use a loopback issuer, or turn the fake login's routes off.",
        broken: """
            server: { issuer: "https://auth.example.com" }
            upstream: { kind: fake }
            """,
        mended: """
            server: { issuer: "http://localhost:3001" }
            upstream: { kind: fake }
            """)

    package static let noToken = DiagnosticCode(
        "no-token", .error, asking: true,
        "where codes are issued, they can be redeemed",
        why: "Without a token endpoint, or the grant for it, every login would end in an error.",
        remedy: "Have a route of oauth.token on, and authorization_code in 'grant_types'.",
        broken: """
            routes:
              token: { path: /token, handler: oauth.token, enabled: false }
            """,
        mended: """
            routes:
              token: { path: /token, handler: oauth.token }
            """)

    package static let noAuthorize = DiagnosticCode(
        "no-authorize", .warning, asking: true,
        "where tokens are issued, authorizations can begin",
        why: "Without it clients only refresh what they have, until that expires.",
        remedy: "Have a route of oauth.authorize on.",
        broken: """
            routes:
              authorize: { path: /authorize, handler: oauth.authorize, template: consent.html, enabled: false }
            """,
        mended: """
            routes:
              authorize: { path: /authorize, handler: oauth.authorize, template: consent.html }
            """)

    package static let noUpstream = DiagnosticCode(
        "no-upstream", .error, asking: true,
        "people can log in",
        why: "The authorization endpoint asks a provider, or the fake login, who sits at the browser.",
        remedy:
            "Name a provider under 'upstreams'. For a demonstration, have a section 'upstream' and both of its routes on; they may be off in this profile.",
        broken: """
            routes:
              fake_callback: { path: /fake/callback, handler: upstream.fake.callback, enabled: false }
            """,
        mended: """
            routes:
              fake_callback: { path: /fake/callback, handler: upstream.fake.callback }
            """)

    package static let noClients = DiagnosticCode(
        "no-clients", .warning, asking: true,
        "a client can become known",
        why: "Nobody could begin an authorization: no client is listed, and none can register.",
        remedy: "Have a route of oauth.register on, or list a client under 'clients'.",
        broken: """
            routes:
              register: { path: /register, handler: oauth.register, enabled: false }
            """,
        mended: """
            routes:
              register: { path: /register, handler: oauth.register }
            """)

    package static let noMetadata = DiagnosticCode(
        "no-metadata", .warning, asking: true,
        "clients find the endpoints by the metadata document",
        why: "MCP clients look for it at its well-known path (RFC 8414 §3), and have to guess without it.",
        remedy:
            "Have a route of oauth.metadata on, at /.well-known/oauth-authorization-server or with that as an alias.",
        broken: """
            routes:
              metadata: { path: /metadata, handler: oauth.metadata }
            """,
        mended: """
            routes:
              metadata: { path: /.well-known/oauth-authorization-server, handler: oauth.metadata }
            """)

    package static let openIntrospection = DiagnosticCode(
        "open-introspection", .error, asking: true,
        "not everybody may ask what a token is worth",
        why: "Who found or guessed a token could test it without using it (RFC 7662 §4).",
        remedy: "Admit resource servers, and programs on this machine where that is convenient.",
        broken: """
            routes:
              introspect: { path: /introspect, handler: oauth.introspect, auth: none }
            """,
        mended: """
            routes:
              introspect: { path: /introspect, handler: oauth.introspect, auth: [resource_server, loopback] }
            """)

    package static let uselessIntrospection = DiagnosticCode(
        "useless-introspection", .warning, asking: true,
        "resource servers can ask what a token is worth",
        why: "Tokens are opaque: a resource server that may not ask has to refuse everybody.",
        remedy:
            "List the MCP server under 'resource_servers', and have a route of oauth.introspect on that admits it.",
        broken: """
            resource_servers: []
            """,
        mended: """
            resource_servers:
              - { id: demo, secret: "${DEMO_SECRET:-0123456789012345678901234567}" }
            """)

    package static let mixUp = DiagnosticCode(
        "mix-up", .warning, asking: true,
        "answers say which server they are from",
        why:
            "A client of several authorization servers can be led to send the code of one to another (RFC 9207 §2.3).",
        remedy: "Leave iss_parameter on, unless a client of yours fails with it.",
        broken: """
            routes:
              authorize:
                path: /authorize
                handler: oauth.authorize
                template: consent.html
                with: { iss_parameter: false }
            """,
        mended: """
            routes:
              authorize:
                path: /authorize
                handler: oauth.authorize
                template: consent.html
                with: { iss_parameter: true }
            """)

    package static let unverifiedEmail = DiagnosticCode(
        "unverified-email", .warning, asking: true,
        "where rules look at e-mail addresses, the provider tells them, and which are verified",
        why:
            "At many providers somebody can enter any address. One of which nothing says that it is theirs counts for nothing, and lets nobody in.",
        remedy:
            "Ask for the scope that brings it, and name the claim under claims.email_verified; true there, if the provider vouches for each.",
        broken: """
            upstreams:
              corp:
                kind: oauth2
                client_id: mcp-auth
                client_secret_file: keys/demo
                endpoints: { authorization: "https://login.example.com/a", token: "https://login.example.com/t", userinfo: "https://login.example.com/u" }
                allow: { domains: [example.com] }
            """,
        mended: """
            upstreams:
              corp:
                kind: oauth2
                client_id: mcp-auth
                client_secret_file: keys/demo
                endpoints: { authorization: "https://login.example.com/a", token: "https://login.example.com/t", userinfo: "https://login.example.com/u" }
                allow: { domains: [example.com] }
                claims: { email_verified: confirmed }
            """)

    package static let openUpstream = DiagnosticCode(
        "open-upstream", .warning, asking: true,
        "a provider of the whole world says who may sign in here",
        why:
            "Google and GitHub tell who somebody is, and not that they belong here: anybody can have an account.",
        remedy:
            "Say who may under 'allow'. If it is meant so, say what everybody may do under 'grants': an entry without a list is for everybody.",
        broken: """
            server: { issuer: "https://auth.example.com" }
            upstreams:
              google: { kind: google, client_id: mcp-auth, client_secret_file: keys/demo }
            """,
        mended: """
            server: { issuer: "https://auth.example.com" }
            upstreams:
              google: { kind: google, client_id: mcp-auth, client_secret_file: keys/demo, allow: { organizations: [example.com] } }
            """)
}
