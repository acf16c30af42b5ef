import Foundation
import JSON
import NIOHTTP1
import Support
import Testing
import WireText

/// What can be asked about a manifest is what a server does that has it.
@Suite("what follows from a manifest, asked on the command line")
struct PlanCommandTests {
    @Test("print --metadata: byte for byte what is served")
    func metadata() async throws {
        let place = try Workplace()
        let server = try await place.serve()
        let served = try await Wire(issuer: place.issuer).get("/.well-known/oauth-authorization-server")
        let (exit, output) = try await place.run("mcp-auth", ["print", "--metadata"])
        #expect(exit == .status(0))
        #expect(output == served.body)
        #expect(output.hasSuffix("}\n"))
        #expect(try await server.stop() == .status(0))
    }

    @Test(
        "print --metadata where none is served: 1, and which switch did it",
        arguments: [
            (["--disable", "metadata"], "route metadata is off (--disable metadata)"),
            (["none.yaml"], "no route has the handler oauth.metadata"),
        ])
    func noMetadata(arguments: [String], reason: String) async throws {
        let place = try Workplace()
        try Data("version: 1\nroutes: { health: { path: /health, handler: health } }\n".utf8).write(
            to: place.folder.appendingPathComponent("none.yaml"))
        let (exit, output) = try await place.run("mcp-auth", ["print", "--metadata"] + arguments)
        #expect(exit == .status(1))
        let file = arguments.first == "none.yaml" ? "none.yaml" : "routes.yaml"
        #expect(output == "\(file): the metadata is not served: \(reason)\n")
    }

    @Test("print without a word of what: 64, and what there is")
    func nothingToPrint() async throws {
        let (exit, output) = try await Workplace().run("mcp-auth", ["print"])
        #expect(exit == .status(64))
        #expect(
            output.hasPrefix("Error: nothing to print was named; there is --effective, --metadata\n"),
            "\(output)")
    }

    @Test("match: a request is answered as it says, by the server that has the manifest")
    func matchIsServed() async throws {
        let place = try Workplace()
        let server = try await place.serve(["--disable", "revoke"])
        let wire = Wire(issuer: place.issuer)
        let cases: [(String, String, String?)] = [
            ("GET", "/health", nil), ("HEAD", "/health", nil), ("GET", "/oauth/token", nil),
            ("POST", "/oauth/revoke", nil), ("OPTIONS", "/token", nil), ("GET", "/oauth/authorize", nil),
            ("GET", "/oauth/authorize", "elsewhere.example"), ("POST", "/introspect", "elsewhere.example"),
            ("GET", "/health/", nil), ("GET", "/Health", nil), ("PUT", "/health", nil),
            ("GET", "/.well-known/oauth-authorization-server", "127.0.0.1:1"),
        ]
        for (method, path, host) in cases {
            let url = host.map { "http://\($0)\(path)" } ?? path
            let (exit, output) = try await place.run(
                "mcp-auth", ["match", method, url, "--disable", "revoke", "--format", "json"])
            let said = try JSONValue.parse(Array(output.utf8))
            let answer = try await wire.send(
                HTTPMethod(rawValue: method), path, host.map { [("Host", $0)] } ?? [])
            let words = "\(method) \(url): \(answer.status), \(output)"
            #expect(exit == .status(said["answered"]?.bool == true ? 0 : 1), "\(words)")
            if let status = said["status"]?.integer {
                #expect(answer.status == UInt(status), "\(words)")
            } else {
                #expect(![404, 405, 421].contains(answer.status), "\(words)")
            }
            if let allow = said["allow"]?.strings {
                #expect(answer.header("Allow") == [allow.map(\.shown).joined(separator: ", ")], "\(words)")
            }
        }
        #expect(try await server.stop() == .status(0))
    }

    @Test("match in words: which route, what the request passes, and why none answers")
    func matchInWords() async throws {
        let place = try Workplace()
        let token = try await place.run("mcp-auth", ["match", "POST", place.issuer + "/token?a=b"])
        #expect(token.exit == .status(0))
        #expect(
            token.output.hasPrefix(
                """
                POST /token goes to route token

                  handler  oauth.token
                  path     /token, an alias of /oauth/token
                  host     localhost:\(place.port), the issuer's

                """), "\(token.output)")
        let off = try await place.run("mcp-auth", ["match", "POST", "/register", "--disable", "register"])
        #expect(off.exit == .status(1))
        #expect(
            off.output == """
                POST /register: 404, there is nothing at this path

                  not  route register is off (--disable register)

                """)
    }

    @Test(
        "a URL that no request can be for, or an origin that no browser sends: 64",
        arguments: [
            (["match", "GET", "/health#top"], "what stands behind # is never sent; leave it out"),
            (["match", "GET", "health"], "it must be a path that begins with /"),
            (["match", "GET", "*"], "it must be a path that begins with /"),
            (["match", "GET", "ftp://localhost/health"], "it must be a path that begins with /"),
            (["match", "GET", "/h\u{e4}lth"], "it must be a path that begins with /"),
            (["match", "GET", "/health", "--origin", "app.example.com"], "--origin is what a browser sends"),
        ])
    func usage(arguments: [String], words: String) async throws {
        let (exit, output) = try await Workplace().run("mcp-auth", arguments)
        #expect(exit == .status(64))
        #expect(output.contains(words), "\(output)")
    }

    @Test("diff: 1 and what changes for whom, 0 when nothing does")
    func diff() async throws {
        let place = try Workplace()
        let old = place.folder.appendingPathComponent("old.yaml")
        try FileManager.default.copyItem(at: place.manifest, to: old)
        try place.edit("access_token: 1h", "access_token: 10m")
        let changed = try await place.run("mcp-auth", ["diff", "old.yaml", "routes.yaml"])
        #expect(changed.exit == .status(1))
        #expect(
            changed.output == """
                old.yaml → routes.yaml: 1 difference

                  tokens.access_token  1h → 10m

                clients
                  - access tokens live 10m instead of 1h; those that are out keep their time

                """)
        let same = try await place.run("mcp-auth", ["diff", "old.yaml", "old.yaml"])
        #expect(same.exit == .status(0))
        #expect(same.output == "old.yaml and old.yaml have the same effect\n")
        let json = try await place.run("mcp-auth", ["diff", "old.yaml", "old.yaml", "--format", "json"])
        #expect(json.exit == .status(0))
        #expect(json.output == "{\"same\":true,\"differences\":[]}\n")
    }

    @Test("diff: profile and switches hold for both, so what is off on both sides changes nothing")
    func diffOverrides() async throws {
        let place = try Workplace()
        try FileManager.default.copyItem(
            at: place.manifest, to: place.folder.appendingPathComponent("old.yaml"))
        try place.edit("rate_limit: 60/1m", "rate_limit: 6/1m")
        let on = try await place.run("mcp-auth", ["diff", "old.yaml", "routes.yaml"])
        #expect(on.exit == .status(1))
        #expect(on.output.contains("routes.register.rate_limit  60/1m → 6/1m"), "\(on.output)")
        let off = try await place.run(
            "mcp-auth", ["diff", "old.yaml", "routes.yaml", "--disable", "register"])
        #expect(off.exit == .status(0), "\(off.output)")
    }

    @Test("diff: one that can't be used is told as check does, and so is the other: 2")
    func diffOfUnusable() async throws {
        let place = try Workplace()
        try Data("version: 2\n".utf8).write(to: place.folder.appendingPathComponent("bad.yaml"))
        let bad = try await place.run("mcp-auth", ["check", "bad.yaml"])
        let missing = try await place.run("mcp-auth", ["check", "no.yaml"])
        let (exit, output) = try await place.run("mcp-auth", ["diff", "bad.yaml", "no.yaml"])
        #expect(exit == .status(2))
        #expect(output == bad.output + missing.output)
        #expect(try await place.run("mcp-auth", ["diff", "routes.yaml", "bad.yaml"]).exit == .status(2))
        #expect(try await place.run("mcp-auth", ["diff", "routes.yaml"]).exit == .status(64))
        #expect(try await place.run("mcp-auth", ["diff", "-", "-"]).exit == .status(64))
    }
}
