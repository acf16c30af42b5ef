import Diagnostics
import Foundation
import ManifestCases
import RouteManifest
import Testing

@Suite("the shipped file, broken by hand")
struct BreakageTests {
    @Test("a mistake is reported on its line or on one next to it", arguments: Breakage.table)
    func places(_ breakage: Breakage) throws {
        let text = try #require(breakage.text, "the shipped file has not, once, what was to be changed in it")
        let result = ShippedManifest.load(text: Array(text.utf8), environment: breakage.environment)
        let errors = result.diagnostics.filter { $0.severity == .error }
        let lines = errors.compactMap { $0.location?.line }
        if let line = breakage.line {
            #expect(lines.contains { abs($0 - line) <= 1 }, "line \(line), but it says:\n\(result.rendered)")
        } else {
            #expect(errors == [], "\(result.rendered)")
        }
    }
}

extension Breakage {
    /// What people do to a file. What is missing is to blame on what needs it.
    ///
    /// What never reaches the loader (a data folder that can't be written, or that is a file) is tested where it is met.
    static let table: [Breakage] = [
        // Names.
        .change("a section misspelt", "\ntokens:\n", "\ntokenz:\n"),
        .change("a key misspelt", "  access_token: 1h", "  acces_token: 1h"),
        .change("a word misspelt", "rotation: replay\n", "rotation: replya\n"),
        .change("a handler misspelt", "handler: oauth.token\n", "handler: oauth.tokens\n"),
        .change(
            "a method misspelt", "[POST]\n    handler: oauth.token\n", "[PSOT]\n    handler: oauth.token\n"),
        .change(
            "a method that the handler has not", "[POST]\n    handler: oauth.token\n",
            "[GET]\n    handler: oauth.token\n"),

        // Indentation.
        .change("one column too far", "    path: /oauth/token\n", "     path: /oauth/token\n"),
        .change("two columns too far", "    path: /oauth/token\n", "      path: /oauth/token\n"),
        .change("a route at the margin", "\n  token:\n", "\ntoken:\n"),
        .change("a route one column too near to the margin", "\n  token:\n", "\n token:\n"),
        .change(
            "a key of a route where routes stand", "    handler: oauth.token\n", "  handler: oauth.token\n"),
        .change("a tab for the indentation", "    path: /oauth/token\n", "\tpath: /oauth/token\n"),
        .change("a tab behind spaces", "    path: /oauth/token\n", "  \tpath: /oauth/token\n"),
        .fine("a tab between a key and its value", "    path: /oauth/token\n", "    path:\t/oauth/token\n"),

        // Colons and keys.
        .change("no space after the colon", "    path: /oauth/token\n", "    path:/oauth/token\n"),
        .change("no colon", "\n  token:\n", "\n  token\n"),
        .change(
            "a key twice", "    auth: client\n    cors: any\n    # Fail",
            "    auth: client\n    path: /other\n    # Fail", cause: "    path: /other"),
        .append(
            "a route twice", "\n  health:\n    path: /healthz\n    methods: [GET]\n    handler: health\n",
            line: 2),
        .append("a section twice", "\nserver:\n  port: 3002\n", line: 2),

        // Values.
        .change("words for a port", "${AUTH_SERVER_PORT:-3001}", "threethousand"),
        .change("a port out of range", "${AUTH_SERVER_PORT:-3001}", "70000"),
        .change("port 0", "${AUTH_SERVER_PORT:-3001}", "0"),
        .fine("a port in quotes", "${AUTH_SERVER_PORT:-3001}", "\"3001\""),
        .change("a number for a list", "[POST]\n    handler: oauth.token\n", "3\n    handler: oauth.token\n"),
        .change(
            "a word for a list", "[POST]\n    handler: oauth.token\n", "POST\n    handler: oauth.token\n"),
        .change("a list for a word", "path: /oauth/token\n", "path: [/oauth/token]\n"),
        .change("no value", "path: /oauth/token\n", "path:\n"),
        .change("yes for true", "auto_approve: false", "auto_approve: yes"),
        .fine(
            "true and false in quotes", "path: /oauth/register\n",
            "path: /oauth/register\n    enabled: \"false\"\n"),
        .change(
            "no for false", "path: /oauth/register\n", "path: /oauth/register\n    enabled: no\n",
            cause: "enabled: no"),
        .change("a negative time", "access_token: 1h", "access_token: -1h"),
        .change("a time without a unit", "access_token: 1h", "access_token: 3600"),
        .change("a unit in words", "access_token: 1h", "access_token: 1 hour"),
        .change("two units", "access_token: 1h", "access_token: 1h30m"),
        .change("a huge time", "access_token: 1h", "access_token: 99999999999999999999d"),
        .change("no time at all", "access_token: 1h", "access_token: 0s"),
        .change("idle longer than absolute", "idle: 30d", "idle: 100d"),
        .change("access longer than refresh", "access_token: 1h", "access_token: 200d"),
        .change("a rate in words", "{ rate: 120/1m, only: failures }", "120 per minute"),
        .change("a rate without a number", "{ rate: 120/1m, only: failures }", "120/m"),
        .change("a negative rate", "{ rate: 120/1m, only: failures }", "-1/1m"),
        .change("a size without a unit", "  body_limit: 64KiB", "  body_limit: 65536"),
        .change("a size in another unit", "  body_limit: 64KiB", "  body_limit: 64KB"),

        // Paths and routes.
        .change("a path that another route has", "path: /oauth/register\n", "path: /oauth/token\n"),
        .change("an alias that another route has", "aliases: [/register]", "aliases: [/token]"),
        .fine("a path that differs by its last slash", "aliases: [/register]", "aliases: [/oauth/token/]"),
        .change("a path without a slash", "path: /oauth/token\n", "path: oauth/token\n"),
        .change("a path with a query", "path: /oauth/token\n", "path: /oauth/token?x=1\n"),
        .change("a path with a space", "path: /oauth/token\n", "path: /oauth/to ken\n"),
        .change("a path with a wildcard", "path: /oauth/token\n", "path: /oauth/*\n"),
        .change("a path with a parameter", "path: /oauth/token\n", "path: /oauth/{id}\n"),
        .change("a path with dots", "path: /oauth/token\n", "path: /oauth/../token\n"),
        .change("a path beyond ASCII", "path: /oauth/token\n", "path: /oauth/tökén\n"),
        .change("a URL for a path", "path: /oauth/token\n", "path: http://localhost:3001/oauth/token\n"),
        .change(
            "an unknown auth", "    auth: client\n    cors: any\n    # Fail",
            "    auth: basic\n    cors: any\n    # Fail"),
        .change("no handler", "    handler: oauth.token\n", "", cause: "  token:\n"),
        .change("no path", "    path: /oauth/token\n", "", cause: "  token:\n"),
        .change(
            "the route for tokens is off", "path: /oauth/token\n", "path: /oauth/token\n    enabled: false\n"),
        .change(
            "the login is off", "path: /fakeupstreamauth/authorize\n",
            "path: /fakeupstreamauth/authorize\n    enabled: false\n"),
        .change(
            "a profile misspelt at a route", "    template: login.html\n    profiles: [demo]\n",
            "    template: login.html\n    profiles: [dmeo]\n"),
        .change("a profile that no route names", "\nprofile: demo\n", "\nprofile: prod\n"),
        .change(
            "no route for tokens", "handler: oauth.token\n    auth: client\n    cors: any\n",
            "handler: health\n", cause: "    handler: health\n    # Fail"),

        // Sections.
        .cut("no routes", before: "\n\n# Each route: "),
        .without("resources"),
        .change("no default scope", "    default: true\n", "", cause: "scopes:\n  mcp:"),
        .without("scopes", cause: "    scopes: [mcp, mcp:admin]"),
        .change("no version", "\nversion: 1\n", "\n", cause: "# The manifest"),
        .change("another version", "\nversion: 1\n", "\nversion: 2\n"),
        .change("an unknown template", "template: consent.html", "template: consnet.html"),
        .change("a path for a template", "template: consent.html", "template: /etc/passwd"),
        .change(
            "a template without a page", "    auth: client\n    cors: any\n    # Fail",
            "    auth: client\n    template: consent.html\n    # Fail"),

        // Variables.
        .change("a variable that is not set", "${AUTH_SERVER_URL:-}", "${MY_ISSUER}"),
        .change("a variable that must be set", "${AUTH_SERVER_URL:-}", "${MY_ISSUER:?say who you are}"),
        .change("a variable without its brace", "${AUTH_SERVER_URL:-}", "${AUTH_SERVER_URL"),
        .change("a variable without braces", "${AUTH_SERVER_URL:-}", "$AUTH_SERVER_URL"),
        .change(
            "a variable that is no port", "port: ${", "port: ${", cause: "  port: $",
            environment: ["AUTH_SERVER_PORT": "abc"]),
        .fine("a variable that is empty", "port: ${", "port: ${", environment: ["AUTH_SERVER_PORT": ""]),
        .change(
            "a variable that is no URL", "issuer: ${", "issuer: ${", cause: "  issuer: $",
            environment: ["AUTH_SERVER_URL": "localhost:4301"]),
        .change(
            "a variable with a slash behind", "issuer: ${", "issuer: ${", cause: "  issuer: $",
            environment: ["AUTH_SERVER_URL": "http://localhost:4301/"]),
        .change(
            "a variable with plain http", "issuer: ${", "issuer: ${", cause: "  issuer: $",
            environment: ["AUTH_SERVER_URL": "http://auth.example.org"]),
        .change(
            "a variable that is no resource", "  - resource: ${", "  - resource: ${",
            cause: "  - resource: $", environment: ["BASE_URI": "foo"]),

        // More of YAML than is read here.
        .fine("an anchor and its alias", "    cors: any\n    # Fail", "    cors: &cors any\n    # Fail"),
        .change("an alias of nothing", "    cors: any\n    # Fail", "    cors: *nope\n    # Fail"),
        .change("a merge key", "    path: /oauth/token\n", "    <<: *base\n    path: /oauth/token\n"),
        .change("a tag", "${AUTH_SERVER_PORT:-3001}", "!!int 3001"),
        .append("a second document", "---\nversion: 1\n"),
        .all("a mark in front of the document") { "---\n" + $0 },
        .all("a directive", line: 1) { "%YAML 1.2\n---\n" + $0 },

        // Quotes, brackets, characters.
        .change(
            "a quote that is not closed", "description: Use the tools of the MCP server",
            "description: \"Use the tools"),
        .change("a quote that is closed at the next one", "name: Demo client\n", "name: \"Demo client\n"),
        .change(
            "a bracket that is not closed", "[POST]\n    handler: oauth.token\n",
            "[POST\n    handler: oauth.token\n"),
        .change("a brace that is not closed", "name: Ada Lovelace }", "name: Ada Lovelace"),
        .change(
            "an escape that there is not", "description: Use the tools of the MCP server",
            "description: \"Use \\q tools\""),
        .change(
            "a colon in a value", "description: Use the tools of the MCP server",
            "description: Use: the tools"),
        .change("a value that begins with @", "name: Demo client\n", "name: @demo\n"),
        .change("a value that begins with %", "name: Demo client\n", "name: %demo\n"),
        .change("a value that begins with a backtick", "name: Demo client\n", "name: `demo`\n"),
        .all("line ends of Windows") { $0.components(separatedBy: "\n").joined(separator: "\r\n") },
        .all("a byte order mark") { "\u{feff}" + $0 },
        .change(
            "a no-break space for the indentation", "    path: /oauth/token\n",
            "\u{a0}\u{a0}\u{a0}\u{a0}path: /oauth/token\n"),
        .change(
            "a no-break space before a value", "    path: /oauth/token\n", "    path:\u{a0}/oauth/token\n"),
        .fine("typographic quotes around a name", "name: Demo client\n", "name: “Demo client”\n"),
        .change("typographic quotes around a path", "path: /oauth/token\n", "path: “/oauth/token”\n"),
        .change("an em space behind a value", "name: Demo client\n", "name: Demo client\u{2003}\n"),

        // Sizes.
        .all("20,000 lines of comment") { String(repeating: "# comment\n", count: 20_000) + $0 },
        .change(
            "5,000 users", "    - { id: ada, name: Ada Lovelace }\n",
            (0..<5_000).map { "    - { id: u\($0), name: U \($0) }\n" }.joined(), cause: "    - { id: u0,"),
        .change(
            "500 unknown keys", "\nserver:\n", "\nserver:\n" + (0..<500).map { "  k\($0): 1\n" }.joined(),
            cause: "  k0: 1"),
        .change(
            "a line of a megabyte", "description: Use the tools of the MCP server",
            "description: " + String(repeating: "x", count: 1_000_000)),
        .append("deep nesting", "deep: " + String(repeating: "[", count: 500) + "\n"),
        .append(
            "a billion laughs",
            "a: &a [x, x, x, x, x, x, x, x, x, x]\n"
                + zip("bcdefg", "abcdef").map {
                    "\($0): &\($0) [\(Array(repeating: "*\($1)", count: 10).joined(separator: ", "))]\n"
                }.joined(), line: 5),

        // Other files.
        .file("nothing", ""),
        .file("comments", "# hello\n"),
        .file("a word", "hello\n"),
        .file("a list", "- a\n"),
        .file("JSON", "{\"version\":1,\"routes\":{}}\n"),
        .file("a version alone", "version: 1\n"),
        .file("a program", "\u{7f}ELF\u{2}\u{1}\u{1}\0\0\0\0\0\0\0\0\0\n\0"),

        // What parts mean.
        .change("an issuer with a query", "${AUTH_SERVER_URL:-}", "http://localhost:3001?x=1"),
        .change("a name to listen on", "${AUTH_SERVER_BIND:-}", "[localhost]"),
        .fine("an address of another machine to listen on", "${AUTH_SERVER_BIND:-}", "[203.0.113.9]"),
        .change(
            "proxies that are none", "  # trusted_proxies: [127.0.0.1, 10.0.0.0/8, \"fd00::/8\"]",
            "  trusted_proxies: [10.0.0.0/33, nginx]"),
        .change("a scope with a space", "\n  mcp:admin:\n", "\n  \"mcp admin\":\n"),
        .change(
            "a scope that there is not", "    scopes: [mcp, mcp:admin]\n", "    scopes: [mcp, mpc:admin]\n"),
        .change(
            "plain http to another machine", "\"http://localhost/callback\"",
            "\"http://example.org/callback\""),
        .change(
            "a fragment in a redirect URI", "\"http://localhost/callback\"", "\"http://localhost/callback#x\""
        ),
        .change(
            "a client twice", "    application_type: native\n",
            "    application_type: native\n  - client_id: demo-client\n    redirect_uris: [\"http://localhost/\"]\n",
            cause: "  - client_id: demo-client\n    redirect_uris"),
        .change(
            "a grant that is not offered", "    grant_types: [authorization_code, refresh_token]\n",
            "    grant_types: [authorization_code, implicit]\n"),
        .change("an unknown upstream", "kind: fake", "kind: google"),
        .change(
            "cors for all", "\n    handler: oauth.metadata\n    cors: any\n",
            "\n    handler: oauth.metadata\n    cors: all\n"),
        .change(
            "cors on a page", "    template: consent.html\n", "    template: consent.html\n    cors: any\n",
            cause: "    cors: any\n    body_limit: 16KiB"),
        .fine(
            "no introspection", "    path: /oauth/introspect\n",
            "    path: /oauth/introspect\n    enabled: false\n"),
        .fine(
            "no registration", "    path: /oauth/register\n",
            "    path: /oauth/register\n    enabled: false\n"),
        .fine(
            "a store in memory and a folder", "  data: ${MCP_AUTH_DATA:-.mcp-auth}\n",
            "  data: ${MCP_AUTH_DATA:-.mcp-auth}\n  memory: true\n"),
    ]
}
