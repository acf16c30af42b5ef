import Foundation
import Support
import Testing

@Suite("check for pipelines")
struct CheckStrictTests {
    private static func doubtful() throws -> Workplace {
        let place = try Workplace()
        try place.edit("  access_token: 1h", "  access_token: 2d")
        return place
    }

    @Test("--strict refuses warnings, and says so: 2")
    func strict() async throws {
        let place = try Self.doubtful()
        #expect(try await place.run("mcp-auth", ["check"]).exit == .status(0))
        let (exit, output) = try await place.run("mcp-auth", ["check", "--strict"])
        #expect(exit == .status(2))
        #expect(output.contains(": warning: ") && !output.contains(": ok"))
        #expect(output.hasSuffix("routes.yaml: usable, but 1 warning, which --strict refuses\n"))
        let json = try await place.run("mcp-auth", ["check", "--strict", "--format", "json"])
        #expect(json.exit == .status(2))
        #expect(json.output.contains(#""usable":true,"passes":false"#))
        #expect(try await Workplace().run("mcp-auth", ["check", "--strict"]).exit == .status(0))
    }

    @Test("--format github: a command of its own for each problem, and the summary")
    func github() async throws {
        let place = try Self.doubtful()
        let warned = try await place.run("mcp-auth", ["check", "--format", "github"])
        #expect(warned.exit == .status(0))
        let pattern =
            #/::warning file=routes\.yaml,line=(\d+),endLine=(\d+),col=17,endColumn=19,title=lifetimes::.*%0Ahint: write 1h.*/#
        let lines = warned.output.split(separator: "\n").map(String.init)
        #expect(lines.first?.wholeMatch(of: pattern) != nil, "\(warned.output)")
        #expect(lines.dropFirst().first == "routes.yaml: ok, 1 warning")
        try place.edit("handler: oauth.token\n", "handler: \"::error ::%0A,x\"\n")
        let broken = try await place.run("mcp-auth", ["check", "--format", "github"])
        #expect(broken.exit == .status(2))
        let commands = broken.output.split(separator: "\n").filter { $0.hasPrefix("::") }
        #expect(
            commands.count == 2 && commands.contains { $0.contains("'::error ::%250A,x'") },
            "\(broken.output)")
        #expect(broken.output.hasSuffix("routes.yaml: 1 error, not usable\n"))
    }

    @Test("--format github shows no line of the file, in which the runner could find a command")
    func githubFix() async throws {
        let place = try Workplace()
        try place.edit("  access_token: 1h", "  # ::add-mask::x\n  acces_token: 1h")
        let (exit, output) = try await place.run("mcp-auth", ["check", "--fix", "--format", "github"])
        #expect(exit == .status(0))
        #expect(output.hasPrefix("routes.yaml: 1 problem mended\nroutes.yaml: ok, 0 warnings\n"))
        #expect(!output.contains("::"))
    }

    @Test("a format that check alone has is refused elsewhere, with those that there are: 64")
    func elsewhere() async throws {
        let (exit, output) = try await Workplace().run(
            "mcp-auth", ["match", "GET", "/", "--format", "github"])
        #expect(exit == .status(64))
        #expect(output.contains("'github' is invalid") && output.contains("'text' and 'json'"))
    }
}
