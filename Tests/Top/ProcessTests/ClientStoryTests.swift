import Foundation
import Support
import Testing

/// What a person sees who runs the demo while a client logs in for the first time.
@Suite("a login of a real client is told in ten lines at most", .serialized)
struct ClientStoryTests {
    @Test(
        "both servers tell it together, from the first request to the first tool call",
        arguments: [
            ("fastmcp", "client_fastmcp.py", "FastMCP"), ("mcp2", "client_mcp2.py", "MCP SDK 2.x, none"),
        ])
    func story(_ environment: String, _ script: String, _ name: String) async throws {
        let place = try Workplace()
        let python = try await PythonEnvironment(environment, in: place.folder)
        try place.edit("timestamps: true", "timestamps: false")
        let process = try place.start("mcp-auth", ["demo"])
        // Nobody asks the MCP server whether it is there: that would be a line of the story.
        let demo = try await ServerProcess(process, ready: place.issuer + "/health")
            .announced(as: "demo-mcp-server")
        try await demo.says("authorization server found")
        let before = demo.output.split(separator: "\n").count
        var variables = ["AUTH_SERVER_URL": place.issuer]
        variables["BASE_URI"] = place.environment["BASE_URI"]
        let result = try await python.run(script, [], variables, in: place.folder, seconds: 240)
        #expect(result.exit == .status(0), "\(result.output)")
        try await demo.says(" called ")
        let lines = demo.output.split(separator: "\n").dropFirst(before).map(String.init)
        let end = try #require(lines.firstIndex { $0.contains(" called ") }, "\(demo.output)")
        let story = lines[...end].map { line in
            masked(line.replacing(place.resource, with: "RESOURCE").replacing(name, with: "CLIENT"))
        }
        #expect(story.count <= 10)
        #expect(story == Self.story)
        try await demo.stop()
    }

    @Test("the README shows the same")
    func readme() throws {
        let page = Installation.package.appendingPathComponent("README.md")
        let blocks = FencedBlock.all(in: try String(contentsOf: page, encoding: .utf8))
        let block = try #require(blocks.first { $0.language == "log" })
        let lines = block.lines.map { line in
            // As on a terminal, where the time of the day is enough and both programs begin in one column.
            masked(
                line.replacing(#/^\d\d:\d\d:\d\d /#, with: "").replacing(#/: {2,}/#, with: ": ")
                    .replacing("http://localhost:3232/mcp", with: "RESOURCE")
                    .replacing(/\bada\b/, with: "USER").replacing("FastMCP", with: "CLIENT"))
        }
        #expect(lines == Self.story)
    }

    private func masked(_ line: String) -> String {
        line.replacing(/flow=\S+/, with: "flow=FLOW").replacing(/[0-9a-f]{32}/, with: "ID")
            .replacing(/user-[A-Za-z0-9_-]{12}/, with: "USER")
            .replacing(/localhost:\d+|127\.0\.0\.1:\d+/, with: "HERE")
    }

    private static let story = [
        #"demo-mcp-server: no token: told the client where to get one"#,
        #"mcp-auth: "CLIENT" registered: answers go to http://HERE/callback"#,
        #"mcp-auth: "CLIENT" asks for mcp, offline_access at RESOURCE: the person is asked flow=FLOW"#,
        #"mcp-auth: "CLIENT" may have mcp, offline_access at RESOURCE: on to the login flow=FLOW"#,
        #"mcp-auth: USER logged in: "CLIENT" is given a code, to take to HERE flow=FLOW"#,
        #"mcp-auth: "CLIENT" redeemed its code: it has a token of USER for mcp, offline_access at RESOURCE, "#
            + "good for 3600 s, and a refresh token flow=FLOW",
        #"mcp-auth: demo-mcp-server asked about a token: it is good, "CLIENT"'s of USER, "#
            + "for mcp, offline_access flow=FLOW",
        #"demo-mcp-server: USER (ID) called whoami"#,
    ]
}
