import Foundation
import Support
import Testing

@Suite("what the program shows of the manifest and its language")
struct PrintTests {
    @Test(
        "print --effective names every origin (line, overlay, variable, default, profile, option) and no secret"
    )
    func origins() async throws {
        let place = try Workplace()
        try Data("routes: { health: { profiles: [other], timeout: 5s } }\n".utf8)
            .write(to: place.folder.appendingPathComponent("own.yaml"))
        let (exit, output) = try await place.run(
            "mcp-auth", ["print", "--effective", "--disable", "register", "--overlay", "own.yaml"],
            ["AUTH_SERVER_PORT": "4001", "DEMO_RESOURCE_SERVER_SECRET": "secret-of-this-test-and-no-other"])
        #expect(exit == .status(0), "\(output)")
        let lines = output.split(separator: "\n").map { $0.replacing(#/ {2,}/#, with: " ") }
        func tells(_ value: String, _ origin: Regex<Substring>) -> Bool {
            lines.contains { line in
                let parts = line.split(separator: " # ", maxSplits: 1)
                return parts.count == 2 && parts[0].drop { $0 == " " } == value
                    && parts[1].wholeMatch(of: origin) != nil
            }
        }
        #expect(tells("profile: demo", /routes\.yaml:\d+/), "\(output)")
        #expect(tells("port: 4001", /AUTH_SERVER_PORT \(routes\.yaml:\d+\)/), "\(output)")
        #expect(tells("head_limit: 16KiB", /default/), "\(output)")
        #expect(
            tells("- id: demo-mcp-server", /routes\.yaml:\d+, DEMO_RESOURCE_SERVER_ID is not set/),
            "\(output)")
        #expect(tells("timeout: 5s", /own\.yaml:1/), "\(output)")
        #expect(tells("timeout: 30s", /defaults, routes\.yaml:\d+/), "\(output)")
        #expect(tells("enabled: false", /--disable register/), "\(output)")
        #expect(tells("enabled: false", /profile is demo, not other/), "\(output)")
        #expect(tells("secret: '***'", /DEMO_RESOURCE_SERVER_SECRET \(routes\.yaml:\d+\)/), "\(output)")
        #expect(!output.contains("secret-of-this-test"))
    }

    @Test("schema is the file that editors are shown")
    func schema() async throws {
        let (exit, output) = try await Workplace().run("mcp-auth", ["schema"])
        #expect(exit == .status(0))
        let file = Installation.package.appendingPathComponent("routes.schema.json")
        #expect(try output == String(contentsOf: file, encoding: .utf8))
    }
}
