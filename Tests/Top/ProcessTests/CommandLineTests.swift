import Foundation
import Glibc
import Support
import Testing

/// What people meet who type: every ending has a status, and every failure a line and a hint.
@Suite("the command line")
struct CommandLineTests {
    @Test("both programs say the same version, and nothing else")
    func version() async throws {
        let place = try Workplace()
        let first = try await place.run("mcp-auth", ["--version"])
        let second = try await place.run("demo-mcp-server", ["--version"])
        #expect(first.exit == .status(0))
        #expect(first.output == second.output)
        #expect(first.output.wholeMatch(of: /\d+\.\d+\.\d+\n/) != nil)
    }

    @Test(
        "--help names every setting and what the exit status means, on lines that a terminal need not break",
        arguments: [
            (
                "mcp-auth",
                ["AUTH_SERVER_PORT", "AUTH_SERVER_URL", "AUTH_SERVER_BIND", "MCP_AUTH_DATA", "REDIS_URL"]
            ),
            (
                "demo-mcp-server",
                [
                    "PORT", "BIND", "BASE_URI", "AUTH_MODE", "AUTH_SERVER_URL", "ALLOWED_ORIGINS",
                    "DEMO_RESOURCE_SERVER_ID", "DEMO_RESOURCE_SERVER_SECRET", "INTROSPECTION_CACHE",
                    "SSL_CERT_FILE", "SSL_CERT_DIR",
                ]
            ),
        ])
    func help(program: String, settings: [String]) async throws {
        let (exit, output) = try await Workplace().run(program, ["--help"])
        #expect(exit == .status(0))
        for setting in settings { #expect(output.contains(" \(setting)"), "\(setting)") }
        #expect(output.contains("Exit status:"))
        // A line that was broken goes on at the margin.
        for line in output.split(separator: "\n") {
            #expect(line.hasPrefix(" ") || line.first?.isUppercase == true, "\(line)")
        }
    }

    @Test(
        "words that mean nothing: 64",
        arguments: [
            ["nonsense"], ["serve", "--bogus"], ["check", "one", "two"], ["check", "--manifest"],
            ["serve", "one", "two"], ["check", "--format", "xml"], ["routes", "--format", "github"],
            ["check", "--fix", "-"], ["explain", "nonsense"], ["keys", "retire"],
            ["keys", "rotate", "--algorithm", "HS256"],
            ["serve", "--log-level", "loud"], ["serve", "--log-format", "xml"], ["demo", "--port", "1"],
        ])
    func usage(arguments: [String]) async throws {
        let (exit, output) = try await Workplace().run("mcp-auth", arguments)
        #expect(exit == .status(64))
        #expect(output.contains("Usage: mcp-auth"))
    }

    @Test(
        "a command that is not known, at any place where one is named: 64, and the nearest that is, or all of them",
        arguments: [
            (["chekc"], "unknown command 'chekc'\nhint: did you mean 'check'?"),
            (["SERVE"], "hint: did you mean 'serve'?"), (["hlep"], "hint: did you mean 'help'?"),
            (["help", "rotes"], "hint: did you mean 'routes'?"),
            (["store", "cpoy", "--from", "redis"], "hint: did you mean 'copy'?"),
            (["help", "store", "stat"], "hint: did you mean 'stats'?"),
            (["nonsense"], "hint: commands: serve, check, "),
            (["\u{1b}[2J"], "unknown command '%1B[2J'"),
        ])
    func unknownCommand(arguments: [String], words: String) async throws {
        let (exit, output) = try await Workplace().run("mcp-auth", arguments)
        #expect(exit == .status(64))
        #expect(output.contains(words), "\(output)")
    }

    @Test("help shows how it is typed, and where the completions come from", arguments: ["help", "--help"])
    func examples(word: String) async throws {
        let place = try Workplace()
        let (exit, output) = try await place.run("mcp-auth", [word])
        #expect(exit == .status(0))
        let examples = output.split(separator: "\n").filter { $0.hasPrefix("  mcp-auth ") }
        #expect(examples.count == 8)
        #expect(output.contains("--generate-completion-script"))
        // An example that is wrong is worse than none.
        for example in examples {
            let words = example.replacing(#/ {3}.*/#, with: "").split(separator: " ").dropFirst().map(
                String.init)
            #expect(try await place.run("mcp-auth", words + ["--help"]).exit == .status(0), "\(example)")
        }
        for shell in ["bash", "zsh", "fish"] {
            let script = try await place.run("mcp-auth", ["--generate-completion-script", shell])
            #expect(script.exit == .status(0) && script.output.contains("mcp-auth"))
        }
    }

    @Test(
        "the manifest is named as people type it",
        arguments: [
            ["FILE"], ["--manifest", "FILE"], ["-m", "FILE"], ["FILE", "-m", "FILE"],
            ["--disable", "logout", "FILE"],
        ])
    func named(arguments: [String]) async throws {
        let place = try Workplace()
        try FileManager.default.moveItem(
            at: place.manifest, to: place.folder.appendingPathComponent("other.yaml"))
        let arguments = arguments.map { $0 == "FILE" ? "other.yaml" : $0 }
        let check = try await place.run("mcp-auth", ["check"] + arguments)
        #expect(check.exit == .status(0), "\(check.output)")
        #expect(check.output.hasPrefix("other.yaml: ok, 0 warnings\n"))
        let routes = try await place.run("mcp-auth", ["routes"] + arguments)
        #expect(routes.exit == .status(0), "\(routes.output)")
        #expect(routes.output.hasPrefix("STATE  NAME"))
    }

    @Test("two manifests that are not the same one: 64", arguments: commandsOfAManifest)
    func twoManifests(command: [String]) async throws {
        let (exit, output) = try await Workplace().run(
            "mcp-auth", command + ["routes.yaml", "-m", "x.yaml"])
        #expect(exit == .status(64))
        #expect(output.contains("FILE and --manifest name two manifests"))
    }

    @Test("a manifest from standard input, or from a pipe: what it names lies in the current folder")
    func standardInput() async throws {
        let place = try Workplace()
        for command in [
            "mcp-auth check -m - <routes.yaml", "mcp-auth check - <routes.yaml",
            "cat routes.yaml | mcp-auth check --manifest -", "mcp-auth check <(cat routes.yaml)",
        ] {
            let (exit, output) = try await place.shell(command)
            #expect(exit == .status(0), "\(command)\n\(output)")
            #expect(output.contains(": ok, 0 warnings\n"))
        }
        let broken = try await place.shell("sed s/oauth.token/oauth.tokne/ routes.yaml | mcp-auth check -m -")
        #expect(broken.exit == .status(2))
        #expect(broken.output.hasPrefix("standard input:"))
        #expect(broken.output.hasSuffix("\nstandard input: 1 error, not usable\n"))
    }

    @Test(
        "an answer that can't be written: 1, and a word of it",
        arguments: [
            "check", "routes", "check --format json", "routes --format json", "match GET /health",
            "print --metadata", "diff routes.yaml routes.yaml", "explain", "explain path", "--help",
            "help serve",
            "--version",
            "--generate-completion-script zsh",
        ])
    func fullDevice(command: String) async throws {
        let (exit, output) = try await Workplace().shell("mcp-auth \(command) >/dev/full")
        #expect(exit == .status(1))
        #expect(output == "mcp-auth: can't write to standard output: No space left on device\n")
    }

    @Test("the same of the demo server")
    func demoFullDevice() async throws {
        let (exit, output) = try await Workplace().shell("demo-mcp-server --help >/dev/full")
        #expect(exit == .status(1))
        #expect(output == "demo-mcp-server: can't write to standard output: No space left on device\n")
    }

    @Test("a reader that has read enough is no failure", arguments: ["routes", "--help"])
    func closedPipe(command: String) async throws {
        let (exit, output) = try await Workplace().shell(
            "mcp-auth \(command) | true; echo ${PIPESTATUS[0]}")
        #expect(exit == .status(0))
        #expect(["0\n", "141\n"].contains(output), "\(output)")
    }

    @Test("check --format json: one line, with all that is wrong, where, and by which rule")
    func checkJSON() async throws {
        let place = try Workplace()
        let good = try await place.run("mcp-auth", ["check", "--format", "json"])
        #expect(good.exit == .status(0))
        let answer = try Self.json(good.output)
        #expect(answer["usable"] as? Bool == true && answer["passes"] as? Bool == true)
        #expect(answer["manifest"] as? String == "routes.yaml")
        #expect(answer["issuer"] as? String == place.issuer)
        #expect(answer["profile"] as? String == "demo")
        #expect(answer["introspection"] as? [String] == ["resource_server", "loopback"])
        #expect((answer["problems"] as? [Any])?.isEmpty == true)

        try place.edit("handler: oauth.token", "handler: oauth.tokne")
        let line = try String(contentsOf: place.manifest, encoding: .utf8).components(separatedBy: "\n")
            .firstIndex { $0.contains("oauth.tokne") }
        let broken = try await place.run("mcp-auth", ["check", "--format", "json"])
        #expect(broken.exit == .status(2))
        let problems = try #require(try Self.json(broken.output)["problems"] as? [[String: Any]])
        #expect(problems.count == 1)
        let problem = try #require(problems.first)
        #expect(problem["severity"] as? String == "error")
        #expect(problem["code"] as? String == "unknown-handler")
        #expect(problem["hint"] as? String == "did you mean 'oauth.token'?")
        #expect(problem["file"] as? String == "routes.yaml")
        #expect(problem["line"] as? Int == line.map { $0 + 1 })
        #expect(problem["column"] as? Int == 14)
        #expect(problem["length"] as? Int == 11)
        #expect(problem["fixable"] as? Bool == true)
        let edits = try #require(problem["edits"] as? [[String: Any]])
        #expect(edits.count == 1)
        let edit = try #require(edits.first)
        #expect(edit["text"] as? String == "oauth.token")
        #expect(edit["file"] as? String == "routes.yaml")
        #expect(edit["line"] as? Int == line.map { $0 + 1 } && edit["column"] as? Int == 14)
        #expect(edit["end_line"] as? Int == line.map { $0 + 1 } && edit["end_column"] as? Int == 25)
    }

    @Test(
        "check --format json: a manifest that is not there, and a template that can't be used, are problems too"
    )
    func checkJSONOfFiles() async throws {
        let place = try Workplace()
        let missing = try await place.run("mcp-auth", ["check", "--format", "json", "no.yaml"])
        #expect(missing.exit == .status(2))
        #expect(
            missing.output == """
                {"manifest":"no.yaml","usable":false,"passes":false,"problems":[{"severity":"error","code":"unreadable",\
                "message":"can't be read: No such file or directory","hint":"name the manifest, or run \
                this where routes.yaml is","file":"no.yaml"}]}

                """)
        try Data("<h1>{{titel}}</h1>".utf8).write(
            to: place.folder.appendingPathComponent("templates/error.html"))
        let template = try await place.run("mcp-auth", ["check", "--format", "json"])
        #expect(template.exit == .status(2))
        let answer = try Self.json(template.output)
        #expect(answer["usable"] as? Bool == false)
        let problem = try #require((answer["problems"] as? [[String: Any]])?.first)
        #expect(problem["code"] as? String == "unknown-value")
        #expect(problem["file"] as? String == "templates/error.html")
        #expect(problem["line"] as? Int == 1 && problem["column"] as? Int == 5)
        #expect(problem["length"] as? Int == 9 && problem["hint"] as? String == "did you mean 'title'?")
    }

    @Test("routes --format json: what the table says, and every path of a route")
    func routesJSON() async throws {
        let place = try Workplace()
        let (exit, output) = try await place.run(
            "mcp-auth", ["routes", "--format", "json", "--disable", "revoke"])
        #expect(exit == .status(0))
        let answer = try Self.json(output)
        #expect(answer["issuer"] as? String == place.issuer)
        let routes = try #require(answer["routes"] as? [[String: Any]])
        func route(_ name: String) throws -> [String: Any] {
            try #require(routes.first { $0["name"] as? String == name })
        }
        let register = try route("register")
        #expect(register["state"] as? String == "on")
        #expect(register["reason"] == nil)
        #expect(register["methods"] as? [String] == ["POST"])
        #expect(register["paths"] as? [String] == ["/oauth/register", "/register"])
        #expect(register["handler"] as? String == "oauth.register")
        #expect(register["auth"] as? [String] == ["none"])
        let limit = try #require(register["rate_limit"] as? [String: Any])
        #expect((limit["rate"] as? String)?.contains("/") == true)
        #expect(limit["counts"] as? String == "requests")
        #expect(limit["shared"] as? Bool == false)
        let revoke = try route("revoke")
        #expect(revoke["state"] as? String == "off")
        #expect(revoke["reason"] as? String == "--disable revoke")
    }

    private static func json(_ output: String) throws -> [String: Any] {
        #expect(output.last == "\n" && output.count { $0 == "\n" } == 1)
        return try #require(try JSONSerialization.jsonObject(with: Data(output.utf8)) as? [String: Any])
    }

    @Test("a demo server that is told something unknown: 64")
    func demoUsage() async throws {
        #expect(try await Workplace().run("demo-mcp-server", ["--bogus"]).exit == .status(64))
    }

    @Test(
        "a manifest that can't be read: 2, whatever is asked of it",
        arguments: commandsOfAManifest)
    func unreadableManifest(command: [String]) async throws {
        let place = try Workplace()
        for (name, reason) in [
            (["nofile.yaml"], "No such file or directory"), (["--manifest", "templates"], "Is a directory"),
        ] {
            let (exit, output) = try await place.run("mcp-auth", command + name)
            #expect(exit == .status(2))
            #expect(
                output == """
                    \(name.last ?? ""): error: can't be read: \(reason) [unreadable]
                      hint: name the manifest, or run this where routes.yaml is
                    \(name.last ?? ""): 1 error, not usable

                    """)
        }
    }

    static let commandsOfAManifest = [
        ["check"], ["routes"], ["match", "GET", "/health"], ["print", "--effective"],
        ["print", "--metadata"], ["serve"], ["demo"],
        ["store", "stats"], ["clients", "pending"], ["clients", "approve", "https://app.example/c"],
        ["store", "copy", "--from", "embedded", "--to", "redis"],
    ]

    @Test("a manifest without end is refused, not read without end")
    func endlessManifest() async throws {
        let (exit, output) = try await Workplace().run("mcp-auth", ["check", "--manifest", "/dev/zero"])
        #expect(exit == .status(2))
        #expect(output.contains("the file is larger than 1048576 bytes"))
    }

    @Test(
        "a mistake in the manifest: 2, and nothing is started",
        arguments: ["check", "routes", "serve", "demo"])
    func brokenManifest(command: String) async throws {
        let place = try Workplace()
        try place.edit("handler: oauth.token", "handler: oauth.tokne")
        let (exit, output) = try await place.run("mcp-auth", [command])
        #expect(exit == .status(2))
        #expect(output.contains("hint: did you mean 'oauth.token'?"))
        #expect(output.hasSuffix("routes.yaml: 1 error, not usable\n"))
        #expect(!FileManager.default.fileExists(atPath: place.environment["MCP_AUTH_DATA"] ?? ""))
    }

    @Test("one route with both switches: 2; a switch without a route changes nothing")
    func switches() async throws {
        let place = try Workplace()
        let both = try await place.run(
            "mcp-auth", ["check", "--enable", "register", "--disable", "register"])
        #expect(both.exit == .status(2))
        #expect(both.output.hasPrefix("command line: error: route 'register' is named by both"))
        for nothing in ["", ",", " , "] {
            let (exit, output) = try await place.run("mcp-auth", ["check", "--disable", nothing])
            #expect(exit == .status(0))
            #expect(output.contains("15 on, 0 off"))
        }
        let two = try await place.run(
            "mcp-auth", ["check", "--disable", "register, revoke", "--disable=logout"])
        #expect(two.output.contains("12 on, 3 off"))
    }

    @Test("check says who may introspect: it decides who can read tokens")
    func introspection() async throws {
        let place = try Workplace()
        let shipped = try await place.run("mcp-auth", ["check"])
        #expect(
            shipped.output.contains(
                "introspection  resource servers with their credentials, programs on this machine without credentials"
            ))
        let off = try await place.run("mcp-auth", ["check", "--disable", "introspect"])
        #expect(off.output.contains("introspection  off"))
        try place.edit("auth: [resource_server, loopback]", "auth: resource_server")
        let servers = try await place.run("mcp-auth", ["check"])
        #expect(servers.output.contains("introspection  resource servers with their credentials\n"))
        try place.edit(
            """
            resource_servers:
              - id: ${DEMO_RESOURCE_SERVER_ID:-demo-mcp-server}
                secret: ${DEMO_RESOURCE_SERVER_SECRET:-demo-resource-server-secret-for-loopback-only}
            """, "resource_servers: []")
        let nobody = try await place.run("mcp-auth", ["check"])
        #expect(nobody.output.contains("introspection  nobody"))
    }

    @Test(
        "start lines and check name the hosts that plain http is trusted to reach, and where nobody else can connect"
    )
    func developmentHosts() async throws {
        let place = try Workplace()
        let issuer = ["AUTH_SERVER_URL": "http://auth:\(place.port)"]
        try place.edit("  # development_hosts: [auth", "  development_hosts: [auth")
        let trusts = "plain http to auth, host.docker.internal, for development only\n"
        let check = try await place.run("mcp-auth", ["check"], issuer)
        #expect(check.exit == .status(0))
        #expect(check.output.contains("\n  trusts         \(trusts)"))
        let closed = try await place.serve(variables: issuer)
        #expect(
            closed.output.contains(
                "serves http://auth:\(place.port)\n  listens   127.0.0.1:\(place.port), [::1]:\(place.port): "
                    + "this machine only, until server.bind says otherwise\n  trusts    \(trusts)  store "))
        try await closed.stop()
        let open = try await place.serve(variables: issuer.merging(["AUTH_SERVER_BIND": "0.0.0.0"]) { $1 })
        #expect(open.output.contains("  listens   0.0.0.0:\(place.port)\n  trusts    \(trusts)"))
        try await open.stop()
    }

    @Test("what is wrong with a template is told as of the manifest, and both in one run: 2")
    func template() async throws {
        let place = try Workplace()
        let file = place.folder.appendingPathComponent("templates/error.html")
        let text = try String(contentsOf: file, encoding: .utf8)
        try Data("{{titel}}\n<img src=logo.svg>\n\(text)".utf8).write(to: file)
        let told = """
            templates/error.html:1:1: error: there is no value 'titel' here [unknown-value]
               1 | {{titel}}
                 | ^~~~~~~~~
              hint: did you mean 'title'?
            templates/error.html:2:10: error: browsers don't load this image: the page's policy forbids it [blocked]
               2 | <img src=logo.svg>
                 |          ^~~~~~~~
              hint: put the drawing into the page: copy it to the templates' folder and write {{> logo.svg}}

            """
        for command in ["check", "serve"] {
            let broken = try await place.run("mcp-auth", [command])
            #expect(broken.exit == .status(2))
            #expect(broken.output == told + "routes.yaml: 2 errors, not usable\n")
        }
        try place.edit("handler: oauth.token", "handler: oauth.tokne")
        let both = try await place.run("mcp-auth", ["check"])
        #expect(both.exit == .status(2))
        #expect(both.output.hasPrefix("routes.yaml:") && both.output.contains(told))
        #expect(both.output.hasSuffix("routes.yaml: 3 errors, not usable\n"))
    }

    @Test("a warning about a template: it is served all the same, and counted")
    func templateWarning() async throws {
        let place = try Workplace()
        let file = place.folder.appendingPathComponent("templates/error.html")
        let text = try String(contentsOf: file, encoding: .utf8)
        try Data("<a href=/helth>x</a>\n\(text)".utf8).write(to: file)
        let (exit, output) = try await place.run("mcp-auth", ["check"])
        #expect(exit == .status(0))
        #expect(output.contains("warning: no route answers GET '/helth' [unserved]"))
        #expect(
            output.contains("hint: did you mean '/health'?")
                && output.contains("routes.yaml: ok, 1 warning\n"))
    }

    @Test("a port that is taken: one line, a hint, and 1")
    func portTaken() async throws {
        let place = try Workplace()
        let taken = try TakenPort()
        try place.edit("port: ${AUTH_SERVER_PORT:-3001}", "port: \(taken.number)")
        let (exit, output) = try await place.run("mcp-auth", ["serve"])
        #expect(exit == .status(1))
        #expect(
            output.hasSuffix(
                """
                mcp-auth: port \(taken.number) on 127.0.0.1 is taken by another program
                hint: stop that program, or set AUTH_SERVER_PORT (or 'port' in the manifest) to another

                """))
    }

    @Test("a second server on the same data: 1, and the first goes on")
    func secondServer() async throws {
        let place = try Workplace()
        let first = try await place.serve()
        let (exit, output) = try await place.run("mcp-auth", ["serve"])
        #expect(exit == .status(1))
        #expect(output.hasPrefix("mcp-auth: another mcp-auth (process id \(first.process.pid)) uses "))
        #expect(output.contains("\nhint: "))
        #expect(try await Wire(issuer: place.issuer).get("/health").status == 200)
        #expect(try await first.stop() == .status(0))
    }

    @Test(
        "a folder that can't be had: one line, a hint, and 1",
        arguments: ["routes.yaml", "/proc/nowhere", "/dev/null"])
    func dataFolder(folder: String) async throws {
        let place = try Workplace()
        try place.edit("${MCP_AUTH_DATA:-.mcp-auth}", folder)
        let (exit, output) = try await place.run("mcp-auth", ["serve"])
        #expect(exit == .status(1))
        let lines = output.split(separator: "\n")
        #expect(lines.count == 2)
        #expect(lines.first?.hasPrefix("mcp-auth: can't read and write ") == true)
        #expect(lines.last?.hasPrefix("hint: ") == true)
    }

    @Test("a variable that makes no sense: 2, and it is named")
    func variable() async throws {
        let place = try Workplace()
        let process = try ChildProcess(
            Installation.program("mcp-auth"), ["check"],
            environment: place.environment.merging(["AUTH_SERVER_PORT": "80 80"]) { $1 }, in: place.folder)
        #expect(try await process.ended() == .status(2))
        #expect(process.output.contains("not '80 80' (from AUTH_SERVER_PORT)"))
    }

    @Test("told to stop: 0, by Ctrl-C as by SIGTERM", arguments: [SIGINT, SIGTERM])
    func stop(signal: Int32) async throws {
        #expect(try await Workplace().serve().stop(signal) == .status(0))
    }

    /// Threads are ending while the process is: in one of sixty a crash was seen here.
    @Test("told to stop the moment it has said that it serves: 0")
    func stopAtOnce() async throws {
        let place = try Workplace()
        for _ in 1...(Soak.isOn ? 500 : 10) {
            let process = try place.start("mcp-auth", ["serve"])
            while process.exit == nil, !process.output.contains("serves") { await Task.yield() }
            process.signal(SIGTERM)
            #expect(try await process.ended() == .status(0), "\(process.output)")
        }
    }

    @Test("one signal ends both servers of the demo", arguments: [SIGINT, SIGTERM])
    func stopDemo(signal: Int32) async throws {
        let place = try Workplace()
        #expect(try await place.demo().stop(signal) == .status(0))
        await #expect(throws: (any Error).self) { try await Wire(issuer: place.issuer).get("/health") }
        await #expect(throws: (any Error).self) { try await place.resourceWire.get("/mcp") }
    }

    @Test(
        "the demo names both servers before anything else, and says how to connect to the address that it has"
    )
    func demoStart() async throws {
        let place = try Workplace()
        // The log may come in between.
        let demo = try await place.demo()
        let lines = demo.output.components(separatedBy: "\n").filter {
            $0.prefixMatch(of: /\d{4}-\d\d-\d\dT/) == nil
        }
        #expect(lines[0].hasSuffix(" serves \(place.issuer)"))
        let second = try #require(
            lines.firstIndex { $0.wholeMatch(of: /demo-mcp-server \d+\.\d+\.\d+ serves \S+/) != nil })
        #expect(second < 8, "\(lines)")
        #expect(lines[second].hasSuffix(" serves \(place.resource)"))
        let page = try await Wire(issuer: place.issuer).get("/").body.replacing("&#39;", with: "'")
            .replacing("&quot;", with: "\"")
        for command in [
            "claude mcp add --transport http demo \(place.resource)",
            "code --add-mcp '{\"name\":\"demo\",\"type\":\"http\",\"url\":\"\(place.resource)\"}'",
            "npx @modelcontextprotocol/inspector --transport http --server-url \(place.resource)",
            "fastmcp list \(place.resource) --auth oauth",
        ] {
            #expect(lines.contains("  " + command), "\(command)")
            #expect(page.contains(command), "the start page says it otherwise: \(command)")
        }
        try await demo.stop()
    }

    @Test("the level of the log reaches both servers of the demo")
    func demoLogLevel() async throws {
        let place = try Workplace()
        let loud = try await place.demo(["--log-level", "debug"])
        let metadata = "/.well-known/oauth-protected-resource/mcp"
        #expect(try await place.resourceWire.get(metadata).status == 200)
        #expect(try await Wire(issuer: place.issuer).get("/health").status == 200)
        _ = try await eventually("both have logged a request\n\(loud.output)") {
            loud.output.contains(#/ demo-mcp-server: debug: request .*\n/#)
                && loud.output.contains(#/ mcp-auth: debug: request .*\n/#) ? true : nil
        }
        try await loud.stop()
        #expect(!loud.output.contains("demo-resource-server-secret"), "what is logged holds no secret")
        let quiet = try await place.demo(["--log-level", "error"])
        #expect(try await place.resourceWire.get("/mcp").status == 401)
        try await quiet.stop()
        #expect(quiet.output.firstMatch(of: #/(?m)^\d{4}-/#) == nil, "\(quiet.output)")
    }

    @Test("where the demo server can't start, the other does not stay: its words and its status")
    func demoWithoutChild() async throws {
        let place = try Workplace()
        let taken = try TakenPort()
        for (name, value, status, words) in [
            ("PORT", "\(taken.number)", Int32(1), "port \(taken.number) on 127.0.0.1 is taken"),
            ("AUTH_MODE", "integrated", 2, "AUTH_MODE \"integrated\" is not supported"),
        ] {
            let process = try ChildProcess(
                Installation.program("mcp-auth"), ["demo"],
                environment: place.environment.merging([name: value]) { $1 }, in: place.folder)
            #expect(try await process.ended() == .status(status))
            #expect(process.output.contains("demo-mcp-server: \(words)"))
        }
    }

    @Test("the demo server outlives neither its parent's end nor its kill", arguments: [SIGKILL])
    func orphan(signal: Int32) async throws {
        let place = try Workplace()
        let demo = try await place.demo()
        demo.process.signal(signal)
        _ = try await demo.process.ended()
        _ = try await eventually("the demo MCP server is gone") {
            (try? await place.resourceWire.get("/mcp")) == nil ? true : nil
        }
    }

    @Test(
        "a setting of the demo server that makes no sense: one line, a hint, and 2",
        arguments: [
            ("AUTH_MODE", "integrated"), ("BASE_URI", "x"), ("PORT", "http"), ("AUTH_SERVER_URL", "x"),
        ])
    func demoSetting(name: String, value: String) async throws {
        let place = try Workplace()
        let process = try ChildProcess(
            Installation.program("demo-mcp-server"), [], environment: [name: value], in: place.folder)
        #expect(try await process.ended() == .status(2))
        let lines = process.output.split(separator: "\n")
        #expect(lines.count == 2)
        #expect(lines.first?.contains(name) == true)
        #expect(lines.last?.hasPrefix("hint: ") == true)
    }

    @Test("a port of the demo server that is taken: one line, a hint, and 1")
    func demoPortTaken() async throws {
        let place = try Workplace()
        let taken = try TakenPort()
        let process = try ChildProcess(
            Installation.program("demo-mcp-server"), [], environment: ["PORT": "\(taken.number)"],
            in: place.folder)
        #expect(try await process.ended() == .status(1))
        #expect(process.output.contains("port \(taken.number) on 127.0.0.1 is taken"))
        #expect(process.output.contains("\nhint: "))
    }
}
