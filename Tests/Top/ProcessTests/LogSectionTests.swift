import Support
import Testing

@Suite("the log is what the manifest says")
struct LogSectionTests {
    @Test(
        "so much is logged, unless the command line says otherwise",
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

    @Test("lines begin with the time, unless the manifest says otherwise", arguments: [true, false])
    func timestamps(_ isOn: Bool) async throws {
        let place = try Workplace()
        try place.edit("timestamps: true", "timestamps: \(isOn)")
        let server = try await place.serve(["--log-level", "debug"])
        _ = try await Wire(issuer: place.issuer).get("/health")
        #expect(try await server.stop() == .status(0))
        let line = server.output.split(separator: "\n").first { $0.contains("path=/health ") }
        #expect(line?.hasPrefix("mcp-auth: debug: ") == !isOn, "\(server.output)")
    }
}
