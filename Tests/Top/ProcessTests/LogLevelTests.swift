import Support
import Testing

@Suite("how much is logged")
struct LogLevelTests {
    @Test(
        "is what the manifest says, unless the command line does",
        arguments: [
            ("debug", "", true), ("info", "", false), ("info", "debug", true),
            ("debug", "info", false),
        ])
    func level(_ level: String, _ option: String, isShown: Bool) async throws {
        let place = try Workplace()
        try place.edit("  level: info", "  level: \(level)")
        let server = try await place.serve(option.isEmpty ? [] : ["--log-level", option])
        let answer = try await Wire(issuer: place.issuer).get("/health")
        #expect(answer.status == 200)
        #expect(try await server.stop() == .status(0))
        #expect(server.output.contains("/health ") == isShown, "\(server.output)")
    }
}
