import Foundation
import JSON
import Support
import Testing
import WireText

@Suite("a log for programs")
struct ProgramLogTests {
    /// The lines that a server has written, each as an object.
    private static func objects(_ output: String) throws -> [JSONValue] {
        try output.split(separator: "\n").map { try JSONValue.parse(Array($0.utf8)) }
    }

    private static func messages(_ objects: [JSONValue], of logger: String, _ level: String = "info")
        -> [String]
    {
        objects.filter { $0["logger"]?.string?.shown == logger && $0["level"]?.string?.shown == level }
            .compactMap { $0["message"]?.string?.shown }
    }

    @Test(
        "in json all that both servers write are objects, from the first word to the last, whoever says so",
        arguments: ["command line", "manifest"])
    func json(place said: String) async throws {
        let place = try Workplace()
        if said == "manifest" { try place.edit("  format: text", "  format: json") }
        let server = try await place.demo(said == "manifest" ? [] : ["--log-format", "JSON"])
        _ = try await Wire(issuer: place.issuer).get("/nowhere=%22\"x")
        _ = try await place.resourceWire.get("/nowhere")
        server.process.signal(SIGHUP)
        let reading = "routes.yaml: nothing has changed"
        try await server.says(reading)
        #expect(try await server.stop() == .status(0))
        let objects = try Self.objects(server.output)
        let words = Self.messages(objects, of: "mcp-auth")
        #expect(words.first?.hasSuffix(" serves \(place.issuer)") == true)
        #expect(words.contains("off nothing") && !words.contains { $0.contains("curl") })
        #expect(words.last == "mcp-auth stopped; what it knows is kept")
        #expect(words.contains(reading))
        let demo = Self.messages(objects, of: "demo-mcp-server")
        #expect(demo.contains { $0.hasSuffix(" serves \(place.resource)") })
        #expect(demo.contains("asks \(place.issuer)"))
        for program in ["mcp-auth", "demo-mcp-server"] {
            let lines = objects.filter { $0["logger"]?.string?.shown == program }
            let refusal = try #require(lines.last { $0["request"] != nil })
            #expect(refusal["asked"]?.string?.shown.hasPrefix("GET /nowhere") == true)
            #expect(refusal["peer"]?.string != nil)
        }
        let times = objects.compactMap { $0["ts"]?.string?.shown }
        #expect(times.count == objects.count)
        for time in times {
            #expect(time.wholeMatch(of: /\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z/) != nil, "\(time)")
        }
    }

    @Test(
        "in logfmt all that a server writes are pairs; both servers do without the time when the manifest says so"
    )
    func logfmt() async throws {
        let place = try Workplace()
        try place.edit("timestamps: true", "timestamps: false")
        let server = try await place.demo(["--log-format", "logfmt", "--log-level", "debug"])
        _ = try await Wire(issuer: place.issuer).get("/health")
        #expect(try await server.stop() == .status(0))
        let lines = server.output.split(separator: "\n")
        for line in lines {
            #expect(
                line.wholeMatch(
                    of:
                        /level=[a-z]+ logger=(mcp-auth|demo-mcp-server)( [a-z_]+=([^ "=\\]+|"([^"\\]|\\.)*"))+/
                )
                    != nil, "\(line)")
        }
        #expect(lines.last == #"level=info logger=mcp-auth msg="mcp-auth stopped; what it knows is kept""#)
        #expect(lines.contains { $0.contains("logger=demo-mcp-server msg=listening ") })
    }

    @Test(
        "why it can't start is a line as well, and so is what it warns of in the manifest that says the format"
    )
    func failure() async throws {
        let place = try Workplace()
        let first = try await place.serve()
        try place.edit("  format: text", "  format: json")
        let second = try await place.run("mcp-auth", ["serve", "--disable", "introspect"])
        #expect(second.exit == .status(1))
        let objects = try Self.objects(second.output)
        #expect(!Self.messages(objects, of: "mcp-auth", "warning").isEmpty, "\(second.output)")
        let errors = Self.messages(objects, of: "mcp-auth", "error")
        #expect(errors.count == 1 && errors[0].hasPrefix("another mcp-auth (process id "))
        #expect(errors[0].contains("\nhint: "))
        #expect(try await first.stop() == .status(0))

        try place.edit("version: 1", "version: 2")
        let unusable = try await place.run("mcp-auth", ["serve", "--log-format", "json"])
        #expect(unusable.exit == .status(2))
        #expect(try Self.messages(Self.objects(unusable.output), of: "mcp-auth", "error").count >= 2)

        let taken = try TakenPort()
        let demo = try await place.run(
            "demo-mcp-server", ["--log-format", "json"], ["PORT": "\(taken.number)"])
        #expect(demo.exit == .status(1))
        let words = try Self.messages(Self.objects(demo.output), of: "demo-mcp-server", "error")
        #expect(words.count == 1 && words[0].hasPrefix("port \(taken.number) on 127.0.0.1 is taken "))
        #expect(words[0].contains("\nhint: "))
    }
}

@Suite("the log of both servers, on a terminal")
struct TerminalLogTests {
    @Test("is one story: the time of the day, who speaks, and words that begin in one column")
    func columns() async throws {
        let place = try Workplace()
        let terminal = try Terminal()
        let process = try place.start("exec mcp-auth demo --log-level debug 2>/dev/tty", in: terminal)
        _ = try await ServerProcess(process, ready: place.issuer + "/health")
        let demo = try await ServerProcess(process, ready: place.resource, status: 401)
            .announced(as: "demo-mcp-server")
        #expect(try await Wire(issuer: place.issuer).get("/nowhere").status == 404)
        var shown = ""
        _ = try await eventually("both have said something") {
            shown += terminal.shown()
            return shown.contains("demo-mcp-server: ") && shown.contains("path=/nowhere ") ? () : nil
        }
        #expect(try await demo.stop() == .status(0))
        let lines = shown.split(separator: "\r\n")
        let speakers = lines.compactMap { line in
            line.prefixMatch(of: /\d\d:\d\d:\d\d (mcp-auth: {8}|demo-mcp-server: )\S/)?.1
        }
        #expect(Set(speakers).count == 2)
        #expect(speakers.count == lines.count, "\(shown)")
    }
}
