import Diagnostics
package import StrictYAML

/// Routes.
extension DiagnosticCode {
    static let ofRoutes = [
        path, duplicatePath, similarPath, duplicateHandler, unknownHandler, method, template, auth,
        unknownRoute,
        staticFile,
    ]

    package static let path = DiagnosticCode(
        "path", .error, "a path is written as requests have it, and without pattern",
        why:
            "A path is compared byte for byte; what is escaped, or climbs, would match something that is not seen.",
        remedy: "Write an absolute path of letters, digits and -._~, without query, fragment or escapes.",
        broken: """
            routes:
              health: { path: /health/*, handler: health }
            """,
        mended: """
            routes:
              health: { path: /health, handler: health }
            """)

    package static let duplicatePath = DiagnosticCode(
        "duplicate-path", .error, "a method at a path belongs to one route",
        why: "Which of two routes answers must not depend on their order.",
        remedy: "Give one of the routes a path of its own, or remove the one that is too many.",
        broken: """
            routes:
              revoke: { path: /token, handler: oauth.revoke }
            """,
        mended: """
            routes:
              revoke: { path: /revoke, handler: oauth.revoke }
            """)

    package static let similarPath = DiagnosticCode(
        "similar-path", .warning, "no two routes differ by a last slash alone",
        why: "Both are served, and who types one of them is not aware of the other.",
        remedy: "Give one a path of its own, or list it under 'aliases' of the other route.",
        broken: """
            routes:
              revoke: { path: /token/, handler: oauth.revoke }
            """,
        mended: """
            routes:
              revoke: { path: /revoke, handler: oauth.revoke }
            """)

    package static let duplicateHandler = DiagnosticCode(
        "duplicate-handler", .error, "of the routes of one handler, one is advertised",
        why: "The metadata has one URL for each endpoint, and links lead to one place.",
        remedy:
            "Write advertised: false at the others. A further path of the same route stands under 'aliases'.",
        broken: """
            routes:
              second: { path: /second, handler: oauth.token }
            """,
        mended: """
            routes:
              second: { path: /second, handler: oauth.token, advertised: false }
            """)

    package static let unknownHandler = DiagnosticCode(
        "unknown-handler", .error, "a handler is one that this program has",
        why: "Nobody would answer at the path of the route.",
        remedy: "Write the name that is meant; the hint proposes the nearest, or lists them.",
        broken: """
            routes:
              health: { path: /health, handler: helth }
            """,
        mended: """
            routes:
              health: { path: /health, handler: health }
            """)

    package static let method = DiagnosticCode(
        "method", .error, "a method is one that the handler answers to",
        why:
            "HEAD comes with GET, and OPTIONS with cors; a handler that changes something answers to POST alone.",
        remedy: "List methods that the hint names, in capitals, or leave 'methods' out.",
        broken: """
            routes:
              health: { path: /health, handler: health, methods: [get] }
            """,
        mended: """
            routes:
              health: { path: /health, handler: health, methods: [GET] }
            """)

    package static let template = DiagnosticCode(
        "template", .error, "a route that shows a page names a template that is there",
        why: "Without it the route could answer with nothing but an error.",
        remedy: "Name a file of the folder 'templates' beside the manifest, without a path.",
        broken: """
            routes:
              authorize: { path: /authorize, handler: oauth.authorize, template: consnet.html }
            """,
        mended: """
            routes:
              authorize: { path: /authorize, handler: oauth.authorize, template: consent.html }
            """)

    package static let auth = DiagnosticCode(
        "auth", .error, "'auth' names callers that the handler can tell apart",
        why: "Who may call is decided by what a request proves, and each handler knows its own proofs.",
        remedy: "Write what the hint lists, or leave 'auth' out: the handler's own rule holds then.",
        broken: """
            routes:
              token: { path: /token, handler: oauth.token, auth: loopback }
            """,
        mended: """
            routes:
              token: { path: /token, handler: oauth.token, auth: client }
            """)

    package static let unknownRoute = DiagnosticCode(
        "unknown-route", .error, "--enable and --disable name routes of the manifest",
        why: "A switch that moves nothing leaves something on that somebody wants to be off.",
        remedy: "Write the name as the manifest has it; 'mcp-auth routes' lists them.",
        broken: "mcp-auth check --disable intro",
        mended: "mcp-auth check --disable introspect")

    package static let staticFile = DiagnosticCode(
        "static-file", .error,
        "a file that is served lies in the manifest's folder, and is no larger than 1 MiB",
        why:
            "It is read at the start and kept in memory, and nothing outside of the folder is anybody's to read.",
        remedy:
            "Name a file by its path below the manifest, such as public/logo.svg; the store's folder is not served.",
        broken: """
            routes:
              logo: { path: /logo.svg, handler: respond.file, with: { file: ../logo.svg } }
            """,
        mended: """
            routes:
              logo: { path: /logo.svg, handler: respond.file, with: { file: public/logo.svg } }
            """)
}
