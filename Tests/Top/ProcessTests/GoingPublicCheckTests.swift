import Foundation
import JSON
import Support
import Testing
import WireText

@Suite("check, before a server is everybody's")
struct GoingPublicCheckTests {
    @Test("with --profile production it lists what is missing, numbered, though the manifest can't be served")
    func production() async throws {
        let (exit, output) = try await Workplace().run("mcp-auth", ["check", "--profile", "production"])
        #expect(exit == .status(2))
        #expect(
            output.contains("to be everybody's it lacks, in this order:\n  1. server: { issuer: "),
            "\(output)")
        #expect(output.contains("\n  2. upstreams: { corp: { kind: oidc, issuer: "), "\(output)")
    }

    @Test("to a program it is a list, and of a server for this machine there is none")
    func json() async throws {
        let place = try Workplace()
        let production = try await place.run(
            "mcp-auth", ["check", "--format", "json", "--profile", "production"])
        let steps = try JSONValue.parse(Array(production.output.utf8))["missing_to_go_public"]?.array
        #expect(steps?.first?["line"]?.string == "server: { issuer: \"https://auth.example.com\" }")
        #expect(steps?.allSatisfy { $0["words"]?.string != nil } == true)
        let demo = try await place.run("mcp-auth", ["check", "--format", "json"])
        #expect(try JSONValue.parse(Array(demo.output.utf8))["missing_to_go_public"] == nil)
    }
}
