import Logging
import Testing
import WireText

@testable import LineLog

@Suite("secrets in a log line")
struct SecretsTests {
    private func line(
        in format: LogFormat, _ metadata: Logger.Metadata = [:], _ message: Logger.Message = "x"
    ) throws -> String {
        let pipe = try Pipe()
        let writer = LineWriter(file: pipe.input, label: "x")
        writer.use(LineStyle(format: format))
        writer.logger("x", level: .info).info(message, metadata: metadata)
        return pipe.read(until: "\n")
    }

    @Test(
        "every kind of secret that is handed out is blotted out, wherever it stands, in every format",
        arguments: SecretPrefix.allCases, LogFormat.allCases)
    func everywhere(prefix: SecretPrefix, format: LogFormat) throws {
        let secret = "Zz09_-abcdefghijklmnopqrstuvwxyz"
        let token = prefix.rawValue + secret
        func line(_ metadata: Logger.Metadata = [:], _ message: Logger.Message = "x") throws -> String {
            try self.line(in: format, metadata, message)
        }
        let lines = try [
            line(["path": "/\(token)/x"]), line(["cause": "invalid_scope: scope mcp \(token)"]),
            line(["cause": "x\(token)x \(token),\(token)"]), line(["\(token)": "1"]),
            line([:], "see \(token)"), line([:], "scope=\(token)=x"), line([:], "\n\u{202e}\(token)\u{0}"),
            line(["cause": "\n\(token)\\\"\(token)\""]),
            line(["list": ["a", "\(token)"]]), line(["map": ["k": "\(token)"]]),
        ]
        for line in lines {
            #expect(!line.contains(secret.prefix(8)), "\(line)")
            #expect(line.contains(prefix.rawValue + "***"), "\(line)")
            #expect(line.hasSuffix("\n"))
        }
    }

    @Test(
        "what is no secret stays as it is",
        arguments: [
            "mat_", "mat_short", "mat_1234567", "mat 12345678", "mbt_123456789", "MAT_123456789",
            "ma_t12345678",
            "m", "", "mat_.12345678", "format_error", "mac_1234567 mac_1234567",
        ])
    func others(text: String) {
        #expect(SecretPrefix.blotted(Array(text.utf8)) == Array(text.utf8))
    }

    @Test("what the program says itself is no exception")
    func words() throws {
        let pipe = try Pipe()
        LineWriter(file: pipe.input, label: "x").say("not mcs_123456789", patience: nil)
        #expect(pipe.read(until: "\n") == "not mcs_***\n")
    }

    @Test("what stands around it stays")
    func around() {
        let text = "a mat_12345678 b mac_1234567 c mcs_123456789/mrt_12345678"
        #expect(
            String(decoding: SecretPrefix.blotted(Array(text.utf8)), as: UTF8.self)
                == "a mat_*** b mac_1234567 c mcs_***/mrt_***")
    }
}
