import Foundation
import Glibc
import JSON
import RedisServers
import Support
import Testing
import WireText

@Suite("mcp-auth reload, and files that are saved")
struct ReloadCommandTests {
    private static let isOff = ("\n  register:\n", "\n  register:\n    enabled: false\n")

    /// Has it read when it is asked only.
    private func quiet() throws -> Workplace {
        let place = try Workplace()
        try place.edit("\nserver:\n", "\nserver:\n  watch: false\n")
        return place
    }

    private func digest(_ issuer: String) async throws -> String {
        let health = try await Wire(issuer: issuer).get("/health")
        return try #require(health["plan"]?["digest"]?.string?.shown)
    }

    @Test("without a server there is nobody to ask: 1")
    func notRunning() async throws {
        let place = try Workplace()
        let (exit, output) = try await place.run("mcp-auth", ["reload"])
        #expect(exit == .status(1))
        #expect(output.hasPrefix("mcp-auth reload: no server runs on \(place.data)\n"))
    }

    @Test("it answers with what has changed for whom: 0, in words and as JSON, and the server says the same")
    func taken() async throws {
        let place = try quiet()
        let server = try await place.serve()
        try place.edit(Self.isOff.0, Self.isOff.1)
        let (exit, output) = try await place.run("mcp-auth", ["reload"])
        #expect(exit == .status(0))
        #expect(output.hasPrefix("routes.yaml: taken over, 2 differences\n"))
        #expect(output.contains("routes.register"))
        #expect(
            output.contains(
                "\n  clients\n    - can no longer register; those that are registered stay known\n"))
        try await server.says(output.trimmingCharacters(in: .whitespacesAndNewlines))
        let again = try await place.run("mcp-auth", ["reload"])
        #expect(again.exit == .status(0))
        #expect(again.output == "routes.yaml: nothing has changed\n")
        try place.edit(Self.isOff.1, Self.isOff.0)
        let json = try await place.run("mcp-auth", ["reload", "--format", "json"])
        let answer = try JSONValue.parse(Array(json.output.utf8))
        #expect(answer["outcome"] == "taken")
        #expect(answer["digest"]?.string?.shown == (try await digest(place.issuer)))
        #expect(answer["differences"]?.array?.count == 2)
        #expect(try await server.stop() == .status(0))
    }

    @Test(
        "a file that can't be served is told with its places by whoever asks: 2, also where nothing of it can be read",
        arguments: [
            ("handler: oauth.token", "handler: oauth.tokn"), ("\nversion: 1\n", "\nversion: [1\n"),
        ])
    func refused(old: String, new: String) async throws {
        let place = try quiet()
        let server = try await place.serve()
        let before = try await digest(place.issuer)
        try place.edit(old, new)
        let (exit, output) = try await place.run("mcp-auth", ["reload"])
        #expect(exit == .status(2), "\(output)")
        #expect(output.contains("^"))
        #expect(output.contains("1 error, not taken over; the plan \(before) goes on serving\n"), "\(output)")
        #expect(try await digest(place.issuer) == before)
        // Told once in its own log, however often somebody asks.
        _ = try await place.run("mcp-auth", ["reload"])
        #expect(try await server.stop() == .status(0))
        #expect(server.output.components(separatedBy: "not taken over").count == 2, "\(server.output)")
    }

    @Test("in the profile demo a file that is saved is taken over, through the links of a mounted folder too")
    func saved() async throws {
        let place = try Workplace()
        let files = FileManager.default
        // As Kubernetes mounts a ConfigMap: a link to a link to a folder, which is put in the place of another.
        let folder = place.folder
        func turn(to version: String, _ edit: (String) -> String) throws {
            let data = folder.appendingPathComponent("..\(version)")
            try files.createDirectory(at: data, withIntermediateDirectories: true)
            let text = try String(contentsOf: place.manifest, encoding: .utf8)
            try edit(text).write(
                to: data.appendingPathComponent("routes.yaml"), atomically: false, encoding: .utf8)
            let link = folder.appendingPathComponent("..next")
            try files.createSymbolicLink(atPath: link.path, withDestinationPath: "..\(version)")
            #expect(rename(link.path, folder.appendingPathComponent("..data").path) == 0)
        }
        try turn(to: "1") { $0 }
        try files.removeItem(at: place.manifest)
        try files.createSymbolicLink(atPath: place.manifest.path, withDestinationPath: "..data/routes.yaml")
        let server = try await place.serve()
        try turn(to: "2") { $0.replacingOccurrences(of: Self.isOff.0, with: Self.isOff.1) }
        try await eventually("the route is off") {
            try await Wire(issuer: place.issuer).post("/oauth/register", json: "{}").status == 404 ? () : nil
        }
        let page = folder.appendingPathComponent("templates/error.html")
        let text = try String(contentsOf: page, encoding: .utf8)
        try text.replacingOccurrences(of: "</main>", with: "<p>another page</p></main>").write(
            to: page, atomically: true, encoding: .utf8)
        try await eventually("the page is another") {
            let shell = try await place.shell("curl -s -H 'Accept: text/html' \(place.issuer)/nowhere")
            return shell.output.contains("another page") ? () : nil
        }
        try await server.says("routes.yaml: taken over, templates/error.html")
        #expect(try await server.stop() == .status(0))
    }

    @Test(
        "processes of one Redis that serve the same have one digest, on other ports, with other folders, and with what names the store and the overlay in other files"
    )
    func compared() async throws {
        let redis = try await RedisServer.start()
        let place = try Workplace()
        try place.edit(
            "\nserver:\n", "\nserver:\n  watch: false\n  secret: 0123456789abcdef0123456789abcdef\n")
        try place.edit("\n  redis_url: ${REDIS_URL:-}\n", "\n  redis_url_file: ${ADDRESS}\n")
        func write(_ text: String, to name: String) throws {
            let url = place.folder.appendingPathComponent(name)
            try text.write(to: url, atomically: true, encoding: .utf8)
            try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: url.path)
        }
        func serve(_ name: String, port: Int) async throws -> ServerProcess {
            // Another spelling of the same address.
            try write("\(redis.url)\(name == "two" ? "/0" : "")\n", to: name)
            try write("tokens: { access_token: 5m }\n", to: "\(name).yaml")
            return try await place.serve(
                ["--overlay", "\(name).yaml"], port: port,
                variables: [
                    "MCP_AUTH_DATA": place.folder.appendingPathComponent("data of \(name)").path,
                    "ADDRESS": name,
                ])
        }
        let port = try freePort()
        let one = try await serve("one", port: place.port)
        let two = try await serve("two", port: port)
        let other = "http://localhost:\(port)"
        let before = try await digest(place.issuer)
        #expect(try await digest(other) == before)
        try write("tokens: { access_token: 6m }\n", to: "one.yaml")
        one.process.signal(SIGHUP)
        let after = try await eventually("one follows") {
            let now = try await digest(place.issuer)
            return now == before ? nil : now
        }
        #expect(try await digest(other) == before)
        try write("tokens: { access_token: 6m }\n", to: "two.yaml")
        two.process.signal(SIGHUP)
        try await eventually("the other one follows") { try await digest(other) == after ? () : nil }
        for server in [one, two] { #expect(try await server.stop() == .status(0)) }
    }

    @Test(
        "a variable counts for the digest by its value, wherever the manifest has it, but for where one process listens"
    )
    func variables() async throws {
        let place = try Workplace()
        try place.edit(
            "\nserver:\n", "\nserver:\n  watch: false\n  secret: 0123456789abcdef0123456789abcdef\n")
        try place.edit("\n  access_token: 1h", "\n  access_token: ${LIFE:-1h}")
        var digests: [String] = []
        for variables in [
            [:], ["LIFE": "5m"], ["LIFE": "5m", "AUTH_SERVER_PORT": "\(try freePort())", "STRANGER": "1"],
        ] {
            let port = variables["AUTH_SERVER_PORT"].flatMap { Int($0) }
            let server = try await place.serve(port: port, variables: variables)
            digests.append(try await digest("http://localhost:\(port ?? place.port)"))
            #expect(try await server.stop() == .status(0))
        }
        #expect(digests[0] != digests[1])
        #expect(digests[1] == digests[2])
    }

    @Test("a manifest that came by standard input is not read again, and says so")
    func standardInput() async throws {
        let place = try Workplace()
        let process = try ChildProcess(
            URL(fileURLWithPath: "/bin/bash"), ["-c", "exec mcp-auth serve - <routes.yaml"],
            environment: place.environment, in: place.folder)
        let server = try await ServerProcess(process, ready: place.issuer + "/health").announced()
        process.signal(SIGHUP)
        try await server.says("standard input: error: can't be read: it was read at the start")
        #expect(try await Wire(issuer: place.issuer).get("/health").status == 200)
        #expect(try await server.stop() == .status(0))
    }
}
