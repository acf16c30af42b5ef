import Foundation
import Support
import Testing

@Suite("--overlay: partial manifests laid over the one that is named")
struct OverlayTests {
    @Test("what is served is the manifest with all overlays on it, the last one on top")
    func served() async throws {
        let place = try Workplace()
        let base = try Data(contentsOf: place.manifest)
        try write(
            "routes: { register: null, robots: { path: /robots.txt, handler: respond.text, with: { text: one } } }",
            "prod.yaml", place)
        try write("routes: { robots: { with: { text: two } }, logout: { enabled: false } }", "eu.yaml", place)
        let server = try await place.serve(["--overlay", "prod.yaml", "--overlay", "eu.yaml"])
        #expect(server.output.contains("  manifest  routes.yaml with prod.yaml, eu.yaml, profile demo\n"))
        #expect(server.output.contains("  off       logout (enabled: false, line 1 of eu.yaml)\n"))
        let wire = Wire(issuer: place.issuer)
        let metadata = try await wire.get("/.well-known/oauth-authorization-server")
        #expect(metadata["token_endpoint"] != nil && metadata["registration_endpoint"] == nil)
        #expect(try await wire.get("/oauth/register").status == 404)
        #expect(try await wire.get("/robots.txt").body == "two")
        #expect(try await wire.get("/logout").status == 404)
        #expect(try await server.stop() == .status(0))
        #expect(try Data(contentsOf: place.manifest) == base)
    }

    @Test("what an overlay names relatively is sought beside the manifest, wherever the overlay is")
    func relative() async throws {
        let place = try Workplace()
        try FileManager.default.createDirectory(
            at: place.folder.appendingPathComponent("elsewhere"), withIntermediateDirectories: true)
        try write("server: { secret_file: key }", "elsewhere/prod.yaml", place)
        let overlaid = ["check", "--overlay", "elsewhere/prod.yaml"]
        let missing = try await place.run("mcp-auth", overlaid)
        #expect(missing.exit == .status(2))
        #expect(missing.output.hasPrefix("elsewhere/prod.yaml:1:24: error: can't read the secret file 'key'"))
        try write(String(repeating: "k", count: 44), "key", place)
        try FileManager.default.setAttributes(
            [.posixPermissions: 0o600], ofItemAtPath: place.folder.appendingPathComponent("key").path)
        let found = try await place.run("mcp-auth", overlaid)
        #expect(found.exit == .status(0), "\(found.output)")
        #expect(found.output.hasPrefix("routes.yaml with elsewhere/prod.yaml: ok, 0 warnings\n"))
    }

    @Test("check tells of each mistake in its file, and JSON says which file a change is for")
    func mistakes() async throws {
        let place = try Workplace()
        try place.edit("handler: oauth.token", "handler: oauth.tokne")
        try write("server:\n  prot: 80\n", "prod.yaml", place)
        let words = try await place.run("mcp-auth", ["check", "--overlay", "prod.yaml"])
        #expect(words.exit == .status(2))
        #expect(
            words.output.contains("\nprod.yaml:2:3: error: unknown key 'prot' in 'server' [unknown-key]\n"))
        #expect(words.output.hasSuffix("\nroutes.yaml with prod.yaml: 2 errors, not usable\n"))
        let check = try await place.run(
            "mcp-auth", ["check", "--format", "json", "--overlay", "prod.yaml"])
        let answer = try #require(
            try JSONSerialization.jsonObject(with: Data(check.output.utf8)) as? [String: Any])
        #expect(answer["manifest"] as? String == "routes.yaml")
        #expect(answer["overlays"] as? [String] == ["prod.yaml"])
        let problems = try #require(answer["problems"] as? [[String: Any]])
        #expect(problems.map { $0["file"] as? String } == ["routes.yaml", "prod.yaml"])
        let edits = problems.flatMap { $0["edits"] as? [[String: Any]] ?? [] }
        #expect(edits.map { $0["file"] as? String } == ["routes.yaml", "prod.yaml"])
        #expect(edits.map { $0["text"] as? String } == ["oauth.token", "port"])
    }

    @Test("what holds is printed with the file that says it")
    func effective() async throws {
        let place = try Workplace()
        try write("tokens:\n  access_token: 15m\n", "prod.yaml", place)
        let (exit, output) = try await place.run(
            "mcp-auth", ["print", "--effective", "--overlay", "prod.yaml"])
        #expect(exit == .status(0))
        #expect(output.contains(#/\n {2}access_token: 15m +# prod\.yaml:2\n/#), "\(output)")
        #expect(output.contains(#/\n {2}authorization_code: 1m +# routes\.yaml:\d+\n/#), "\(output)")
    }

    @Test("an overlay that can't be read: 2, whatever else can't be read either; more than 16 of them: 64")
    func unreadable() async throws {
        let place = try Workplace()
        let (exit, output) = try await place.run(
            "mcp-auth", ["check", "no.yaml", "--overlay", "prod.yaml", "--overlay", "templates"])
        #expect(exit == .status(2))
        #expect(
            output == """
                no.yaml: error: can't be read: No such file or directory [unreadable]
                  hint: name the manifest, or run this where routes.yaml is
                prod.yaml: error: can't be read: No such file or directory [unreadable]
                  hint: an overlay is named as seen from the current folder
                templates: error: can't be read: Is a directory [unreadable]
                  hint: an overlay is named as seen from the current folder
                no.yaml with prod.yaml, templates: 3 errors, not usable

                """)
        try write("server: { head_limit: 32KiB }", "prod.yaml", place)
        let overlays = Array(repeating: ["--overlay", "prod.yaml"], count: 17).flatMap(\.self)
        #expect(try await place.run("mcp-auth", ["check"] + overlays.dropLast(2)).exit == .status(0))
        let many = try await place.run("mcp-auth", ["check"] + overlays)
        #expect(many.exit == .status(64) && many.output.contains("more than 16 overlays"))
    }

    @Test(
        "every command that reads a manifest takes overlays", arguments: CommandLineTests.commandsOfAManifest)
    func everywhere(command: [String]) async throws {
        let place = try Workplace()
        try write("servre: {}", "prod.yaml", place)
        let (exit, output) = try await place.run("mcp-auth", command + ["--overlay", "prod.yaml"])
        #expect(exit == .status(2), "\(output)")
        #expect(output.hasPrefix("prod.yaml:1:1: error: unknown key 'servre'"), "\(output)")
    }

    @Test("the page on overlays: its commands, pasted from top to bottom, print what it says")
    func page() async throws {
        let session = try PageSession()
        let text = try String(
            contentsOf: Installation.package.appendingPathComponent("docs/overlays.md"), encoding: .utf8)
        let transcripts = Transcript.all(in: session.adapted(text), of: "docs/overlays.md")
        #expect(transcripts.count == 2)
        for transcript in transcripts { try await session.type(transcript) }
    }

    private func write(_ text: String, _ name: String, _ place: Workplace) throws {
        try Data(text.utf8).write(to: place.folder.appendingPathComponent(name))
    }
}
