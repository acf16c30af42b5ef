import Glibc
import Logging
import Synchronization
import Testing

@testable import LineLog

@Suite("a log that nobody waits for", .timeLimit(.minutes(1)))
struct LineWriterTests {
    @Test("a line has what the logger knows and what the call adds, and no more than its level lets through")
    func format() throws {
        let pipe = try Pipe()
        var logger = LineWriter(file: pipe.input, label: "x").logger("mcp-auth", level: .info)
        logger[metadataKey: "b"] = "1"
        logger.debug("not this")
        logger.warning("it is gone", metadata: ["a": "x y", "c": "3"], source: "There")
        let text = pipe.read(until: "\n")
        #expect(
            text.wholeMatch(
                of:
                    /\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d[+-]\d{4} mcp-auth: warning: it is gone a="x y" b=1 c=3\n/
            ) != nil, "\(text)")
    }

    @Test(
        "everything looks as was said last: also of loggers that were there before, and what the program says itself"
    )
    func style() throws {
        let pipe = try Pipe()
        let writer = LineWriter(file: pipe.input, label: "mcp-auth")
        let logger = writer.logger("mcp-auth", level: .info)
        writer.use(LineStyle(format: .json, showsTime: false))
        logger.info("one")
        writer.say("mcp-auth: it is gone\nhint: look\n", level: .error, patience: nil)
        var words = Announcement("mcp-auth serves")
        words.add("store", "memory")
        words.advise("try:", ["curl x"])
        writer.announce(words, to: writer, patience: nil)
        writer.use(LineStyle(format: .logfmt, showsTime: false))
        writer.say("end", patience: nil)
        let start = #"{"level":"info","logger":"mcp-auth","message":"#
        #expect(
            pipe.read(until: "msg=end\n") == start + #""one"}"# + "\n"
                + #"{"level":"error","logger":"mcp-auth","message":"it is gone\nhint: look"}"# + "\n"
                + start + #""mcp-auth serves"}"# + "\n" + start + #""store memory"}"# + "\n"
                + "level=info logger=mcp-auth msg=end\n")
    }

    @Test("what is announced is said to people in their words")
    func announced() throws {
        let (log, standard) = (try Pipe(), try Pipe())
        var words = Announcement("mcp-auth serves")
        words.add("store", "memory")
        words.add("a long name", "it is")
        words.advise("try:", ["curl x"])
        let people = LineWriter(file: standard.input, label: "mcp-auth")
        LineWriter(file: log.input, label: "mcp-auth").announce(words, to: people, patience: nil)
        people.say("end", patience: nil)
        #expect(
            standard.read(until: "end\n")
                == "mcp-auth serves\n  store     memory\n  a long name it is\ntry:\n  curl x\nend\n")
    }

    @Test(
        "that lines were dropped is said in the format of those that were not", arguments: LogFormat.allCases)
    func dropped(format: LogFormat) throws {
        let pipe = try Pipe()
        let writer = LineWriter(
            file: pipe.input, label: "server", bounds: LineQueue.Bounds(lines: 100, bytes: 1 << 20))
        writer.use(LineStyle(format: format, showsTime: false))
        let logger = writer.logger("server", level: .info)
        for _ in 0..<5000 { logger.info("info") }
        #expect(writer.flush(patience: .milliseconds(1)) == false)
        writer.say("end", patience: .zero)
        let lines = pipe.read(until: format.end).split(separator: "\n")
        let read = lines.compactMap { ReadLine(Array("\($0)\n".utf8), format, label: "server") }
        #expect(read.contains { $0.level == "warning" && $0.fields.first?.first == "dropped" })
        #expect(read.count == lines.count - (format == .text ? 1 : 0))
    }

    @Test(
        "whoever logs goes on though nobody reads; then it is said how many lines are missing, and none is torn"
    )
    func stalled() throws {
        let pipe = try Pipe()
        let writer = LineWriter(
            file: pipe.input, label: "server", bounds: LineQueue.Bounds(lines: 100, bytes: 1 << 20))
        let logger = writer.logger("server", level: .info)
        for number in 0..<5000 { logger.info("info", metadata: ["number": "\(number)"]) }
        for number in 0..<10 { logger.warning("warning", metadata: ["number": "\(number)"]) }
        #expect(writer.flush(patience: .milliseconds(1)) == false)
        // The last word comes behind all of it.
        #expect(writer.say("end", patience: .zero) == false)
        let lines = pipe.read(until: "\nend\n").split(separator: "\n")
        #expect(writer.flush(patience: nil))
        let dropped = lines.compactMap { $0.wholeMatch(of: /.* server: warning: lines .* dropped=(\d+)/)?.1 }
            .compactMap {
                Int($0)
            }
        #expect(dropped.count >= 1)
        let written = lines.count { $0.contains(" server: info number=") }
        #expect(written + dropped.reduce(0, +) == 5000)
        #expect(lines.count { $0.contains(" server: warning: warning number=") } == 10, "they go last")
        #expect(lines.last == "end")
        #expect(written + dropped.count + 10 + 1 == lines.count, "nothing else, and nothing torn")
    }

    @Test("many who log at once: every line whole, and each one's in its order")
    func concurrent() async throws {
        let pipe = try Pipe()
        let writer = LineWriter(
            file: pipe.input, label: "x", bounds: LineQueue.Bounds(lines: 100_000, bytes: 100 << 20))
        let text = await withTaskGroup(of: Void.self, returning: String.self) { group in
            for name in 0..<4 {
                group.addTask {
                    let logger = writer.logger("x", level: .info)
                    for number in 0..<500 { logger.info("\(name) \(number)") }
                }
            }
            // On a thread of its own, for it blocks.
            async let text = Task.detached { pipe.read(until: " end\n") }.value
            await group.waitForAll()
            writer.logger("x", level: .info).info("end")
            return await text
        }
        let lines = text.split(separator: "\n")
        #expect(lines.count == 2001)
        for name in 0..<4 {
            let numbers = lines.compactMap { line in
                line.firstMatch(of: #/ x: (\d) (\d+)$/#).flatMap { $0.1 == "\(name)" ? Int($0.2) : nil }
            }
            #expect(numbers == Array(0..<500))
        }
    }

    @Test("a reader that has gone ends nothing, and nobody waits for it")
    func gone() throws {
        var ends: [Int32] = [0, 0]
        try #require(pipe(&ends) == 0)
        close(ends[0])
        let writer = LineWriter(file: ends[1], label: "x")
        let logger = writer.logger("x", level: .info)
        for _ in 0..<100 { logger.info("nobody hears") }
        #expect(writer.flush(patience: nil))
        #expect(writer.say("nor this", patience: nil))
        close(ends[1])
    }

    @Test(
        "why something could not be written is known, also once there is room again; a reader that has gone is no failure"
    )
    func failure() throws {
        let full = open("/dev/full", O_WRONLY)
        try #require(full >= 0)
        defer { close(full) }
        let writer = LineWriter(file: full, label: "x")
        #expect(writer.failure == nil)
        writer.say("nowhere", patience: nil)
        #expect(writer.failure == ENOSPC)
        let pipe = try Pipe()
        dup2(pipe.input, full)
        writer.say("here", patience: nil)
        #expect(writer.failure == ENOSPC)

        var ends: [Int32] = [0, 0]
        try #require(Glibc.pipe(&ends) == 0)
        close(ends[0])
        defer { close(ends[1]) }
        let unread = LineWriter(file: ends[1], label: "x")
        unread.say("nobody hears", patience: nil)
        #expect(unread.failure == nil)
    }

    @Test("what is said is written when the call returns")
    func words() throws {
        let pipe = try Pipe()
        let writer = LineWriter(file: pipe.input, label: "x")
        #expect(writer.say("one", patience: nil))
        #expect(writer.say("two\n", patience: .seconds(50)))
        #expect(pipe.read(until: "two\n") == "one\ntwo\n")
    }
}

extension LogFormat {
    /// How the last line ends, when that says `end`.
    fileprivate var end: String {
        switch self {
        case .text: "\nend\n"
        case .logfmt: " msg=end\n"
        case .json: "\"end\"}\n"
        }
    }
}
