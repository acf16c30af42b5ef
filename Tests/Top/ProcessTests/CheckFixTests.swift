import Foundation
import Glibc
import Support
import Testing

@Suite("check --fix")
struct CheckFixTests {
    private static func text(_ place: Workplace) throws -> String {
        String(decoding: try Data(contentsOf: place.manifest), as: UTF8.self)
    }

    private static func names(in folder: URL) throws -> [String] {
        try FileManager.default.contentsOfDirectory(atPath: folder.path).sorted()
    }

    @Test("mends what leaves nothing to choose, shows the change, and then says what check says")
    func mends() async throws {
        let place = try Workplace()
        let shipped = try Self.text(place)
        try place.edit("handler: oauth.token\n", "handler: oauth.tokne\n")
        try place.edit("  access_token: 1h", "  acces_token: 1 hour")
        let before = try Self.names(in: place.folder)
        let (exit, output) = try await place.run("mcp-auth", ["check", "--fix"])
        #expect(exit == .status(0))
        #expect(try Self.text(place) == shipped)
        #expect(output.hasPrefix("--- routes.yaml\n+++ routes.yaml\n@@ -"))
        #expect(output.contains("\n-  acces_token: 1 hour\n+  access_token: 1h\n"))
        #expect(output.contains("\n-    handler: oauth.tokne\n+    handler: oauth.token\n"))
        #expect(output.contains("\nroutes.yaml: 3 problems mended\nroutes.yaml: ok, 0 warnings\n"))
        #expect(try Self.names(in: place.folder) == before)
        let again = try await place.run("mcp-auth", ["check", "--fix"])
        #expect(again.exit == .status(0) && again.output.hasPrefix("routes.yaml: ok, 0 warnings\n"))
    }

    @Test("what is left to a person is told as without it, and decides on the exit status")
    func left() async throws {
        let place = try Workplace()
        try place.edit("  access_token: 1h", "  acces_token: 2d")
        try place.edit("    path: /oauth/register\n", "    path: /oauth/register\n    colour: blue\n")
        try place.edit("\n  - client_id: demo-client", "\n  - client_id: ${NOBODY}")
        let (exit, output) = try await place.run("mcp-auth", ["check", "--fix"])
        #expect(exit == .status(2))
        #expect(output.contains("routes.yaml: 1 problem mended\n"))
        #expect(output.contains("unknown key 'colour'") && output.contains("NOBODY is not set"))
        #expect(output.hasSuffix("routes.yaml: 2 errors, not usable\n"))
        let text = try Self.text(place)
        #expect(text.contains("  access_token: 2d ") || text.contains("  access_token: 2d\n"))
        #expect(text.contains("colour: blue"))
    }

    @Test("a switch that somebody turned off stays off, and nothing is opened or granted")
    func intent() async throws {
        let place = try Workplace()
        for route in ["token", "metadata", "authorize"] {
            try place.edit("\n  \(route):\n", "\n  \(route):\n    enabled: false\n")
            let text = try Self.text(place)
            _ = try await place.run("mcp-auth", ["check", "--fix"])
            #expect(try Self.text(place) == text)
            try place.edit("\n  \(route):\n    enabled: false\n", "\n  \(route):\n")
        }
        try place.edit(
            "[none, client_secret_basic, client_secret_post, private_key_jwt]", "[client_secret_basic]")
        let text = try Self.text(place)
        _ = try await place.run("mcp-auth", ["check", "--fix"])
        #expect(try Self.text(place) == text)
    }

    @Test("of a manifest with overlays the manifest itself is mended, as what is laid over it lets it be")
    func overlays() async throws {
        let place = try Workplace()
        let overlay = place.folder.appendingPathComponent("prod.yaml")
        let text = "tokens: { acces_token: 2h }\n"
        try Data(text.utf8).write(to: overlay)
        try place.edit("handler: oauth.token\n", "handler: oauth.tokne\n")
        let (exit, output) = try await place.run("mcp-auth", ["check", "--fix", "--overlay", "prod.yaml"])
        #expect(exit == .status(2))
        #expect(
            output.contains("routes.yaml: 1 problem mended\nprod.yaml:1:11: error: unknown key 'acces_token'")
        )
        #expect(try Self.text(place).contains("handler: oauth.token\n"))
        #expect(try String(contentsOf: overlay, encoding: .utf8) == text)
    }

    @Test("secrets beside the change are not shown")
    func secrets() async throws {
        let place = try Workplace()
        try place.edit(
            "    secret: ${DEMO_RESOURCE_SERVER_SECRET:-demo-resource-server-secret-for-loopback-only}",
            "    secret: this-is-long-enough-and-nobody-elses\n    resorces: []")
        let (_, output) = try await place.run("mcp-auth", ["check", "--fix"])
        #expect(output.contains("\n-    resorces: []\n+    resources: []\n"))
        #expect(!output.contains("nobody-elses") && output.contains("     secret: *****"))
        #expect(try Self.text(place).contains("nobody-elses"))
    }

    @Test("the file keeps its mode and its owner, and a link leads where it led")
    func modeAndLink() async throws {
        let place = try Workplace()
        try place.edit("  access_token: 1h", "  acces_token: 1h")
        let target = place.folder.appendingPathComponent("kept.yaml")
        try FileManager.default.moveItem(at: place.manifest, to: target)
        try FileManager.default.createSymbolicLink(
            atPath: place.manifest.path, withDestinationPath: "kept.yaml")
        try FileManager.default.setAttributes([.posixPermissions: 0o640], ofItemAtPath: target.path)
        // Only root can give a file away.
        let owner: uid_t = geteuid() == 0 ? 65534 : geteuid()
        #expect(chown(target.path, owner, getegid()) == 0)
        let (exit, _) = try await place.run("mcp-auth", ["check", "--fix"])
        #expect(exit == .status(0))
        #expect(try FileManager.default.destinationOfSymbolicLink(atPath: place.manifest.path) == "kept.yaml")
        #expect(String(decoding: try Data(contentsOf: target), as: UTF8.self).contains("  access_token: 1h"))
        let attributes = try FileManager.default.attributesOfItem(atPath: target.path)
        #expect(attributes[.posixPermissions] as? Int == 0o640)
        #expect(attributes[.ownerAccountID] as? Int == Int(owner))
    }

    @Test("byte order mark, line ends of Windows and a missing last line end stay")
    func bytes() async throws {
        let place = try Workplace()
        func windows(_ text: String) -> Data {
            Data(
                ("\u{feff}"
                    + text.components(separatedBy: "\n").joined(separator: "\r\n").trimmingCharacters(
                        in: .newlines)).utf8)
        }
        let shipped = try Self.text(place)
        try windows(shipped.replacing("  access_token: 1h", with: "  acces_token: 1h")).write(
            to: place.manifest)
        let (exit, output) = try await place.run("mcp-auth", ["check", "--fix"])
        #expect(exit == .status(0), "\(output)")
        #expect(try Data(contentsOf: place.manifest) == windows(shipped))
    }

    @Test("a file that can't be written: 1, a hint, and nothing is lost")
    func unwritable() async throws {
        let place = try Workplace()
        try place.edit("  access_token: 1h", "  acces_token: 1h")
        let text = try Self.text(place)
        // In the way of the text that would take the file's place.
        let (_, output) = try await place.shell(
            "bash -c 'mkdir .mcp-auth-fix-$$; exec mcp-auth check --fix'; echo status $?")
        #expect(
            output == """
                mcp-auth check: can't write routes.yaml: File exists
                hint: nothing was changed; mend it as a user who may write it and its folder
                status 1

                """)
        #expect(try Self.text(place) == text)
        let pipe = try await place.shell("mcp-auth check --fix <(cat routes.yaml); echo status $?")
        #expect(pipe.output.contains(": it is not a file\nhint: nothing was changed"))
        #expect(pipe.output.hasSuffix("status 1\n"))
    }

    @Test("a file that isn't there, or has nothing to mend, is told as by check, and not touched")
    func nothing() async throws {
        let place = try Workplace()
        let missing = try await place.run("mcp-auth", ["check", "--fix", "no.yaml"])
        #expect(missing.exit == .status(2) && missing.output.contains("no.yaml: error: can't be read"))
        let old = Date(timeIntervalSince1970: 1_000_000_000)
        try FileManager.default.setAttributes([.modificationDate: old], ofItemAtPath: place.manifest.path)
        _ = try await place.run("mcp-auth", ["check", "--fix"])
        let attributes = try FileManager.default.attributesOfItem(atPath: place.manifest.path)
        #expect(attributes[.modificationDate] as? Date == old)
    }

    @Test("in JSON: how many are mended, and the change")
    func json() async throws {
        let place = try Workplace()
        try place.edit("  access_token: 1h", "  acces_token: 1h")
        let (exit, output) = try await place.run("mcp-auth", ["check", "--fix", "--format", "json"])
        #expect(exit == .status(0))
        let answer = try #require(try JSONSerialization.jsonObject(with: Data(output.utf8)) as? [String: Any])
        #expect(answer["mended"] as? Int == 1)
        #expect((answer["diff"] as? String)?.hasPrefix("--- routes.yaml\n+++ routes.yaml\n@@ ") == true)
        #expect(answer["usable"] as? Bool == true && (answer["problems"] as? [Any])?.isEmpty == true)
    }
}
