import Foundation
import Logging
import Support
import Testing

@testable import LineLog

/// A Friday in February 2009, in some zones a Saturday.
private let moment = LogMoment(seconds: 1_234_567_890, milliseconds: 7)

private func line(
    _ level: Logger.Level = .info, _ message: String = "it is gone", _ metadata: Logger.Metadata = [:],
    at moment: LogMoment? = nil
) -> LogLine {
    LogLine(moment, level, "mcp-auth", message, metadata)
}

extension LogFormat {
    fileprivate func shown(_ line: LogLine, _ style: LineStyle = LineStyle()) -> String {
        String(decoding: rendered(line, style), as: UTF8.self)
    }
}

@Suite("text, for a person")
struct TextFormatTests {
    @Test("who speaks, the level where it is worth a word, the message, and the fields")
    func parts() {
        #expect(LogFormat.text.shown(line()) == "mcp-auth: it is gone\n")
        #expect(
            LogFormat.text.shown(line(.warning, "", ["b": "2", "a": "1"])) == "mcp-auth: warning:  a=1 b=2\n")
        for level in Logger.Level.allCases where level != .info {
            #expect(LogFormat.text.shown(line(level)) == "mcp-auth: \(level): it is gone\n")
        }
    }

    @Test("on a terminal the time of the day is enough, elsewhere the day and the zone are named")
    func time() {
        var style = LineStyle()
        #expect(
            LogFormat.text.shown(line(at: moment), style).wholeMatch(
                of: /2009-02-1[34]T\d\d:\d\d:\d\d[+-]\d{4} mcp-auth: it is gone\n/) != nil)
        style.isOnTerminal = true
        #expect(
            LogFormat.text.shown(line(at: moment), style).wholeMatch(
                of: /\d\d:\d\d:\d\d mcp-auth: it is gone\n/)
                != nil)
    }

    @Test(
        "on a terminal that programs share, what they say begins in one column; elsewhere nothing is padded")
    func columns() {
        var style = LineStyle()
        style.labelWidth = 15
        #expect(LogFormat.text.shown(line(), style) == "mcp-auth: it is gone\n")
        style.isOnTerminal = true
        #expect(LogFormat.text.shown(line(), style) == "mcp-auth:        it is gone\n")
        let other = LogLine(nil, .info, "demo-mcp-server", "it is gone")
        #expect(LogFormat.text.shown(other, style) == "demo-mcp-server: it is gone\n")
    }

    @Test(
        "what stands in a message passes neither for a field nor for a level",
        arguments: [
            ("x level=error", "x level\\u003derror"), ("a=b=c", "a\\u003db=c"),
            ("=a é=b ?a=b", "=a é=b ?a=b"),
            ("http://x/?a=b a/b=c", "http://x/?a=b a/b=c"),
            ("error: all is lost", "error\\u003a all is lost"),
            ("errors: 3, error: 4", "errors: 3, error: 4"), ("\"quoted\" \\", "\"quoted\" \\\\"),
        ])
    func forged(message: String, shown: String) {
        #expect(LogFormat.text.shown(line(.info, message)) == "mcp-auth: \(shown)\n")
    }
}

@Suite("logfmt and JSON, for programs")
struct ProgramFormatTests {
    @Test("the time is that of RFC 3339 to the millisecond, the level is there always")
    func parts() {
        #expect(
            LogFormat.logfmt.shown(line(at: moment))
                == "ts=2009-02-13T23:31:30.007Z level=info logger=mcp-auth msg=\"it is gone\"\n")
        #expect(
            LogFormat.json.shown(line(at: moment))
                == #"{"ts":"2009-02-13T23:31:30.007Z","level":"info","logger":"mcp-auth","message":"it is gone"}"#
                + "\n")
        #expect(LogFormat.logfmt.shown(line(.error, "")) == "level=error logger=mcp-auth msg=\"\"\n")
    }

    @Test("in JSON a number is one that was given as one")
    func numbers() {
        let fields: Logger.Metadata = [
            "a": "1", "b": .stringConvertible(1), "c": .stringConvertible(1.5),
            "d": .stringConvertible(UInt64.max),
        ]
        #expect(
            LogFormat.json.shown(line(.info, "", fields)).hasSuffix(
                #","a":"1","b":1,"c":"1.5","d":18446744073709551615}"# + "\n"))
        #expect(
            LogFormat.logfmt.shown(line(.info, "", fields)).hasSuffix(
                " a=1 b=1 c=1.5 d=18446744073709551615\n"))
    }

    @Test("in JSON as another reader of it understands it")
    func python() async throws {
        let folder = try TemporaryFolder()
        var strange = StrangeLines(seed: 7)
        let lines = (0..<300).map { _ in strange.next() }
        let log = folder.url.appendingPathComponent("log")
        try Data(lines.flatMap { LogFormat.json.rendered($0, LineStyle()) }).write(to: log)
        let script = """
            import json, sys
            for line in open(sys.argv[1], encoding="utf-8", newline="\\n"):
                print(" ".join(str(v).encode("utf-8").hex() for v in json.loads(line).values()))
            """
        let (status, output) = try await runProgram(["python3", "-c", script, log.path])
        #expect(status == 0)
        let expected = lines.map { line in
            (["\(line.level)", line.label, line.message] + line.fields.map(\.value)).map(Self.hex).joined(
                separator: " ")
        }
        #expect(output.split(separator: "\n").map(String.init) == expected)
    }

    private static func hex(_ text: String) -> String {
        text.utf8.map { byte in String(byte >> 4, radix: 16) + String(byte & 15, radix: 16) }.joined()
    }
}

@Suite("a line in every format")
struct EveryFormatTests {
    @Test(
        "is one line of what can be seen, and says what was said, whatever that is",
        arguments: LogFormat.allCases)
    func anything(format: LogFormat) {
        var strange = StrangeLines(seed: 1)
        for _ in 0..<2000 {
            let line = strange.next()
            let bytes = format.rendered(line, LineStyle())
            let text = String(decoding: bytes.dropLast(), as: UTF8.self)
            #expect(Array(text.utf8) == bytes.dropLast(), "it is UTF-8")
            let hidden = text.unicodeScalars.filter {
                [.control, .format, .lineSeparator, .paragraphSeparator].contains(
                    $0.properties.generalCategory)
            }
            #expect(hidden.isEmpty, "\(text)")
            #expect(ReadLine(bytes, format, label: line.label) == ReadLine(line), "\(text)")
        }
    }

    @Test(
        "quotes a value that is no plain word, and escapes what can't be seen",
        arguments: [
            ("plain", "plain"), ("a/b?c,{d}:'[e]", "a/b?c,{d}:'[e]"), ("", #""""#), (" ", #"" ""#),
            ("a=b", #""a=b""#), ("\"", #""\"""#), ("\\", #""\\""#), ("é", #""é""#),
            ("\n\r\t", #""\n\r\t""#), ("\u{0}\u{1b}[31m\u{7f}", #""\u0000\u001b[31m\u007f""#),
            ("\u{85}\u{9b}", #""\u0085\u009b""#), ("\u{2028}\u{2029}", #""\u2028\u2029""#),
            ("\u{202e}\u{2066}\u{200f}\u{61c}", #""\u202e\u2066\u200f\u061c""#),
            ("\u{a0}\u{3000}", #""\u00a0\u3000""#), ("\u{e0041}", #""\udb40\udc41""#), ("😀", #""😀""#),
        ])
    func values(value: String, shown: String) {
        let fields: Logger.Metadata = ["k": "\(value)"]
        #expect(LogFormat.text.shown(line(.info, "x", fields)) == "mcp-auth: x k=\(shown)\n")
        #expect(LogFormat.logfmt.shown(line(.info, "x", fields)).hasSuffix(" msg=x k=\(shown)\n"))
        let quoted = shown.hasPrefix("\"") ? shown : "\"\(shown)\""
        #expect(LogFormat.json.shown(line(.info, "x", fields)).hasSuffix(",\"k\":\(quoted)}\n"))
    }

    @Test("has each name once, of characters that mean nothing, and none that every line has")
    func names() {
        let fields = line(
            .info, "",
            [
                "level": "1", "ts": "2", "msg": "3", "message": "4", "logger": "5", "": "6", "a b": "7",
                "a_b": "8",
                "ä\"=": "9",
            ]
        ).fields
        #expect(
            Set(fields.map(\.name)) == [
                "level_", "ts_", "msg_", "message_", "logger_", "_", "a_b", "a_b_", "____",
            ])
        #expect(fields.count == 9)
    }
}

/// Lines of which each part may be anything.
private struct StrangeLines {
    private var random: SeededRandom

    init(seed: UInt64) {
        random = SeededRandom(seed: seed)
    }

    mutating func next() -> LogLine {
        var metadata: Logger.Metadata = [:]
        for _ in 0..<Int.random(in: 0...3, using: &random) { metadata[text()] = "\(text())" }
        return LogLine(
            nil, Logger.Level.allCases.randomElement(using: &random) ?? .info, "mcp-auth", text(), metadata)
    }

    /// Any bytes, as far as they are text, between pieces that a format could trip over.
    private mutating func text() -> String {
        let pieces = [
            " ", "  ", "=", "\"", "\\", "\n", "\r\n", "\t", "\u{0}", "\u{1b}[2J", "\u{7f}", "\u{9b}31m",
            "\u{85}",
            "\u{2028}", "\u{202e}", "\u{e0001}", "\u{301}", "😀", "a=b", " level=error", "error: ", "info: ",
            "\\n",
            "\\u0041", "key=\"", "{\"a\":1}", "mcp-auth: ",
        ]
        var text = ""
        for _ in 0..<Int.random(in: 0...6, using: &random) {
            if Bool.random(using: &random) {
                text += pieces.randomElement(using: &random) ?? ""
            } else {
                let bytes = (0..<Int.random(in: 1...4, using: &random)).map { _ in
                    UInt8.random(in: 0...255, using: &random)
                }
                text += String(decoding: bytes, as: UTF8.self)
            }
        }
        return text
    }
}
