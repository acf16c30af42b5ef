import Foundation
import Glibc
import JSON
import Support
import Testing
import WireText

/// `mcp-auth init`: a folder in which `mcp-auth serve` works.
@Suite("what init writes")
struct InitTests {
    @Test("the demo is the shipped manifest with its templates, byte for byte; where it lies, serve works")
    func demo() async throws {
        let place = try Workplace()
        let (exit, output) = try await place.run("mcp-auth", ["init", "demo", "new"])
        #expect(exit == .status(0))
        let shipped = try Self.contents(of: Installation.package)
        let new = place.folder.appendingPathComponent("new")
        #expect(try Self.contents(of: new) == shipped)
        #expect(
            try FileManager.default.contentsOfDirectory(atPath: new.path).sorted() == [
                "routes.schema.json", "routes.yaml", "templates",
            ])
        let lines = output.split(separator: "\n").map(String.init)
        #expect(Set(lines.filter { $0.hasPrefix("wrote ") }) == Set(shipped.keys.map { "wrote new/\($0)" }))
        let program = try Installation.program("mcp-auth").path
        #expect(lines.suffix(2) == ["next:", "  \(program) serve new/routes.yaml"], "\(output)")
        try await place.serve(["new/routes.yaml"]).stop()
    }

    @Test("without a folder it is the current one, and every command that comes next is as short")
    func currentFolder() async throws {
        let (exit, output) = try await Workplace().shell(
            "mkdir new && cd new && mcp-auth init demo && mcp-auth check")
        #expect(exit == .status(0))
        #expect(output.contains("wrote routes.yaml\nnext:\n  mcp-auth serve\nroutes.yaml: ok, 0 warnings\n"))
    }

    @Test(
        "the team's manifest: after the commands that come next it is served, a service gets a token, and the MCP server learns what it is worth",
        arguments: ["team", "it's/the team's", "-team"])
    func team(folder: String) async throws {
        let place = try Workplace()
        let issuer = "http://auth.internal:\(place.port)"
        let settings = ["AUTH_SERVER_URL": issuer, "BASE_URI": ""]
        try FileManager.default.createDirectory(
            at: place.folder.appendingPathComponent("it's"), withIntermediateDirectories: false)
        let (exit, output) = try await place.run("mcp-auth", ["init", "team", "--", folder])
        #expect(exit == .status(0), "\(output)")
        let steps = output.split(separator: "\n").filter { $0.hasPrefix("  ") }
        #expect(steps.last?.contains(" serve ") == true)
        let script = steps.dropLast().joined(separator: "\n")
        let check = try await place.shell("export AUTH_SERVER_URL=\(issuer) BASE_URI=\n\(script)")
        #expect(check.output.contains("routes.yaml: ok, 0 warnings\n"), "\(check.output)")

        let server = try await place.serve(["./\(folder)/routes.yaml"], variables: settings)
        let wire = Wire(issuer: issuer, ports: [place.port])
        func credentials(_ id: String) throws -> (String, String) {
            let file = place.folder.appendingPathComponent("\(folder)/\(id).secret")
            #expect(try TemporaryFolder.mode(of: file.path) == 0o600)
            let secret = try String(contentsOf: file, encoding: .utf8).trimmingCharacters(in: .newlines)
            return ("Authorization", Wire.basic(id, secret))
        }
        let service = try credentials("nightly-report")
        let token = try await wire.post(
            "/oauth/token", form: ["grant_type": "client_credentials"],
            headers: KeyValuePairs(dictionaryLiteral: service))
        #expect(token.status == 200, "\(token.body)")
        let asked = try await wire.post(
            "/oauth/introspect", form: ["token": try #require(token["access_token"]?.string).shown],
            headers: KeyValuePairs(dictionaryLiteral: try credentials("mcp-server")))
        #expect(
            asked.body.contains("\"active\":true") && asked.body.contains("\"sub\":\"nightly-report\""),
            "\(asked.body)")
        let stranger = try await wire.post(
            "/oauth/register", json: #"{"redirect_uris":["http://localhost/x"]}"#)
        #expect(stranger.status == 404)
        try await server.stop()
    }

    @Test(
        "what the comments of the team's manifest say it is good for, it is good for without a warning",
        arguments: [
            "AUTH_SERVER_URL=https://auth.internal mcp-auth check team/routes.yaml",
            "REDIS_URL=redis://localhost:1 SHARED_LIMITS=true mcp-auth check team/routes.yaml",
            "mcp-auth check team/routes.yaml --profile services",
            """
            sed -i '/^  development_hosts: /d' team/routes.yaml
            AUTH_SERVER_URL=https://auth.example.com BASE_URI=https://mcp.example.com REDIS_URL=redis://localhost:1 \
            mcp-auth check team/routes.yaml --profile services
            """,
        ])
    func teamElsewhere(command: String) async throws {
        let place = try Workplace()
        let (exit, output) = try await place.shell(
            """
            unset AUTH_SERVER_URL BASE_URI
            mcp-auth init team team | sed -n '/^  (umask/p' | bash
            \(command)
            """)
        #expect(exit == .status(0))
        #expect(output.hasPrefix("team/routes.yaml: ok, 0 warnings\n"), "\(output)")
    }

    @Test(
        "nothing is overwritten: what is there is named, and nothing is written",
        arguments: [
            ("touch routes.yaml", "routes.yaml is"),
            ("mkdir templates && touch templates/style.css", "templates/style.css is"),
            ("touch templates", "templates is"),
            ("mkdir templates && ln -s nowhere templates/head.html", "templates/head.html is"),
            ("touch routes.yaml templates", "templates, routes.yaml are"),
        ])
    func occupied(scene: String, named: String) async throws {
        let place = try Workplace()
        let (exit, output) = try await place.shell(
            "mkdir new && cd new && { \(scene); } && ls -AR >../before && mcp-auth init team; "
                + "echo $?; ls -AR | diff ../before -")
        #expect(exit == .status(0), "nothing has changed\n\(output)")
        #expect(
            output == """
                mcp-auth init: nothing was written: \(named) there already
                hint: name another folder, or move away what is there
                1

                """)
    }

    @Test("a folder of templates that is there is no obstacle, and keeps what it has")
    func templatesFolder() async throws {
        let place = try Workplace()
        let (_, output) = try await place.shell(
            "mkdir -p new/templates && echo mine >new/templates/brand.css && mcp-auth init demo new && cat new/templates/brand.css"
        )
        #expect(output.hasSuffix("\nmine\n"), "\(output)")
    }

    @Test("a disk that is full in the middle: 1, a word of it, and nothing is left behind")
    func fullDisk() async throws {
        let (exit, output) = try await Workplace().shell(
            "trap '' XFSZ; mkdir new; (ulimit -f 10; mcp-auth init demo new; mcp-auth init demo other); ls -A new; ls -d other"
        )
        #expect(exit == .status(2))
        let failures = ["new", "other"].map {
            """
            mcp-auth init: nothing was written: can't write \($0)/templates/style.css: File too large
            hint: name a folder that this user can write to

            """
        }
        #expect(output == failures.joined() + "ls: cannot access 'other': No such file or directory\n")
    }

    @Test("a kill in the middle leaves no half of a file")
    func kill() async throws {
        let place = try Workplace()
        let shipped = try Self.contents(of: Installation.package)
        for round in 1...20 {
            let name = "new\(round)"
            let process = try place.start("mcp-auth", ["init", "demo", name])
            let folder = place.folder.appendingPathComponent(name)
            let begun = folder.appendingPathComponent("templates").path
            while process.exit == nil, !FileManager.default.fileExists(atPath: begun) { await Task.yield() }
            for _ in 0..<(round * round) { await Task.yield() }
            process.signal(SIGKILL)
            try await process.ended()
            for (path, contents) in shipped {
                let found = try? Data(contentsOf: folder.appendingPathComponent(path))
                #expect(found == nil || found == contents, "\(path) in round \(round)")
            }
        }
    }

    @Test(
        "a folder that can't be: 1, and the reason",
        arguments: [
            ("no/where", "can't write no/where: No such file or directory"),
            ("routes.yaml", "routes.yaml is there already"),
        ])
    func folder(name: String, reason: String) async throws {
        let (exit, output) = try await Workplace().run("mcp-auth", ["init", "demo", name])
        #expect(exit == .status(1))
        #expect(output.hasPrefix("mcp-auth init: nothing was written: \(reason)\nhint: "), "\(output)")
    }

    @Test(
        "words that are no manifest to start from, or no folder: 64",
        arguments: [[], ["tema"], ["demo", ""]])
    func usage(words: [String]) async throws {
        let (exit, output) = try await Workplace().run("mcp-auth", ["init"] + words)
        #expect(exit == .status(64))
        #expect(output.contains("Usage: mcp-auth init <kind> [<folder>]"))
    }

    /// The manifest of a folder and its templates, by their path in it.
    private static func contents(of folder: URL) throws -> [String: Data] {
        let files = FileManager.default
        var names = ["routes.schema.json", "routes.yaml"]
        names += try files.contentsOfDirectory(atPath: folder.appendingPathComponent("templates").path).map {
            "templates/" + $0
        }
        return try Dictionary(
            uniqueKeysWithValues: names.map { ($0, try Data(contentsOf: folder.appendingPathComponent($0))) })
    }
}
