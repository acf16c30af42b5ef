import Foundation
import Support
import Testing

/// What a shell offers at a tab, seen by what the completed line does.
@Suite("completions")
struct CompletionTests {
    /// `routes.yaml`, and `other.yaml` with a route and a profile of its own.
    private static func workplace() throws -> Workplace {
        let place = try Workplace()
        let text = try String(contentsOf: place.manifest, encoding: .utf8)
        let route = """
              nowhere_else: { path: /x, handler: respond.text, with: { text: x }, profiles: [night_shift] }

            """
        let template = "template: logged_out.html\n    profiles: [demo"
        try (text.replacing(template, with: template + ", tour") + route).write(
            to: place.folder.appendingPathComponent("other.yaml"), atomically: true, encoding: .utf8)
        return place
    }

    @Test(
        "values are completed: routes and profiles of the manifest that the line names, files, words",
        arguments: Shell.Kind.installed)
    func values(kind: Shell.Kind) async throws {
        let shell = try await Shell(kind, in: Self.workplace())
        #expect(try await shell.type("mcp-auth routes --disable regi\t").contains("(--disable register)"))
        let both = try await shell.type("mcp-auth routes --disable logout,regi\t")
        #expect(both.contains("(--disable register)") && both.contains("(--disable logout)"))
        let other = "mcp-auth routes --disable health oth\t --enable nowh\t"
        #expect(try await shell.type(other).contains("on     nowhere_else "))
        let profile = "mcp-auth routes -m other.yaml --disable authorize --profile nigh\t"
        #expect(try await shell.type(profile).contains("on     nowhere_else "))
        #expect(try await shell.type("mcp-auth check --format js\t").hasPrefix("{\"manifest\":"))
        let log = try await shell.type("mcp-auth serve nofile.yaml --log-format js\t 2>&1 | cat")
        #expect(log.hasPrefix("{\"ts\":"), "\(log)")
        #expect(try await shell.type("mcp-auth explain unknown-k\t").hasPrefix("unknown-key: "))
        #expect(try await shell.type("mcp-auth explain tokens.acc\t").hasPrefix("tokens.access_token\n"))
        #expect(try await shell.type("mcp-auth init te\t new").contains("\nwrote new/routes.yaml\n"))
    }

    @Test(
        "where the manifest can't be read at once, or the line makes no sense, nothing is offered and nothing is said",
        arguments: [
            ["-m", "nofile.yaml"], ["-"], ["pipe"], ["templates"], ["-m", "a.yaml", "b.yaml"],
            ["--no-such-option"], ["<(", "cat", ")"],
            ["empty.yaml"],
        ])
    func nothing(words: [String]) async throws {
        let place = try Workplace()
        let (_, output) = try await place.shell("mkfifo pipe; : >empty.yaml")
        #expect(output == "")
        #expect(try await Self.offered(place, ["serve"] + words + ["--disable", ""]) == "")
    }

    @Test("a manifest with mistakes, or whose secrets and templates are nowhere, has names all the same")
    func broken() async throws {
        let place = try Workplace()
        _ = try await place.shell(
            "mcp-auth init team team && rm -r team/templates; sed -i s/oauth.revoke/oauth.revkoe/ team/routes.yaml"
        )
        let routes = try await Self.offered(place, ["check", "team/routes.yaml", "--enable", ""])
        for name in ["authorize", "health", "logout"] {
            #expect(routes.split(separator: "\n").contains(name[...]), "\(routes)")
        }
        #expect(
            try await Self.offered(place, ["check", "team/routes.yaml", "--profile", ""]).contains(
                "development"))
    }

    @Test("names are those of the manifest with the overlays that the line names, once all of them are there")
    func overlays() async throws {
        let place = try Workplace()
        let words = ["serve", "--overlay", "prod.yaml", "--disable", ""]
        #expect(try await Self.offered(place, words) == "")
        try Data("routes: { logout: null, on_top: {} }".utf8).write(
            to: place.folder.appendingPathComponent("prod.yaml"))
        let routes = try await Self.offered(place, words).split(separator: "\n")
        #expect(routes.contains("register") && !routes.contains("logout"))
    }

    @Test(
        "a manifest is named in every way that the line can name it",
        arguments: [
            ["other.yaml"], ["--manifest", "other.yaml"], ["--manifest=other.yaml"],
            ["--manifest", "=", "other.yaml"], ["-m", "./other.yaml"],
            ["'other.yaml'"], ["oth\\er.yaml"], ["\"other.yaml\"", "--log-level", "debug"],
            ["--disable", "health", "other.yaml"],
            ["~/other.yaml"],
        ])
    func named(words: [String]) async throws {
        let routes = try await Self.offered(Self.workplace(), ["serve"] + words + ["--disable", ""])
        #expect(routes.hasSuffix("\nnowhere_else\n"), "\(routes)")
    }

    @Test("profiles are those of the file and of its routes, on or off")
    func profiles() async throws {
        let offered = try await Self.offered(Self.workplace(), ["check", "other.yaml", "--profile", ""])
        #expect(offered == "demo\nnight_shift\ntour\n")
    }

    /// As the scripts ask for it, for the value of the option at the end.
    private static func offered(_ place: Workplace, _ words: [String]) async throws -> String {
        let option = words[words.count - 2]
        let (exit, output) = try await place.run(
            "mcp-auth",
            ["---completion", words[0], "--", option, "\(words.count)", "0", "mcp-auth"] + words)
        #expect(exit == .status(0))
        return output
    }
}
