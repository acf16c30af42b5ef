import Foundation
import Support
import Testing

@Suite("scripts/flow")
struct FlowScriptTests {
    @Test("it goes through the whole flow, names each step, shows no secret, and leaves nothing behind")
    func whole() async throws {
        let place = try Workplace()
        let server = try await place.serve()
        let before = try contents(of: place)
        let flow = try ChildProcess(
            Installation.package.appendingPathComponent("scripts/flow"), [place.issuer],
            environment: place.environment.merging(["TMPDIR": place.folder.path]) { $1 }, in: place.folder)
        #expect(try await flow.ended() == .status(0), "\(flow.output)")
        for step in 1...10 { #expect(flow.output.contains("\n== \(step). "), "step \(step)") }
        #expect(flow.output.contains("\"active\":true"))
        #expect(flow.output.contains("\"username\":\"Ada Lovelace\""))
        #expect(flow.output.firstMatch(of: /m(?:ac|at|rt)_[A-Za-z0-9_-]{8,}/) == nil)
        let after = try contents(of: place)
        #expect(after == before)
        let stats = try await place.run("mcp-auth", ["store", "stats"]).output
        #expect(stats.contains("\n  grants                  0\n"), "\(stats)")
        #expect(stats.contains("\n  sessions                0\n"), "\(stats)")
        #expect(stats.contains("\n  clients                 0\n"), "\(stats)")
        #expect(try await server.stop() == .status(0))
    }

    @Test("with a key the client signs: that of the sample client, whose public half the demo serves")
    func signed() async throws {
        let place = try Workplace()
        try place.edit(
            "\nclients:\n",
            """

            clients:
              - client_id: sample
                redirect_uris: ["http://127.0.0.1/callback"]
                token_endpoint_auth_method: private_key_jwt
                grant_types: [authorization_code, refresh_token]
                application_type: native
                jwks: { keys: [{ kty: EC, crv: P-256, x: f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU, y: x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a0 }] }

            """)
        let server = try await place.serve()
        let key = Installation.package.appendingPathComponent("docs/samples/rfc7515-a3-key.pem").path
        let flow = try ChildProcess(
            Installation.package.appendingPathComponent("scripts/flow"), [place.issuer, "sample", key],
            environment: place.environment.merging(["TMPDIR": place.folder.path]) { $1 }, in: place.folder)
        #expect(try await flow.ended() == .status(0), "\(flow.output)")
        #expect(flow.output.contains("\"active\":true,\"scope\":\"mcp\",\"client_id\":\"sample\""))
        #expect(flow.output.contains("\n== 10. "))
        #expect(try await server.stop() == .status(0))
    }

    @Test("without a server it says so, and what would help")
    func nobody() async throws {
        let place = try Workplace()
        let flow = try ChildProcess(
            Installation.package.appendingPathComponent("scripts/flow"), [place.issuer],
            environment: place.environment, in: place.folder)
        #expect(try await flow.ended() == .status(1))
        #expect(flow.output.hasSuffix("flow: nothing answers at \(place.issuer)\nhint: make run\n"))
    }

    /// All but what the programs have printed, which is kept there.
    private func contents(of place: Workplace) throws -> [String] {
        try FileManager.default.contentsOfDirectory(atPath: place.folder.path)
            .filter { !$0.hasPrefix("output-") }.sorted()
    }
}
