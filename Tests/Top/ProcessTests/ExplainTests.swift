import Foundation
import Support
import Testing

@Suite("mcp-auth explain")
struct ExplainTests {
    @Test("says of a rule what it is for, how it is kept, and what breaks it")
    func rule() async throws {
        let (exit, output) = try await Workplace().run("mcp-auth", ["explain", "unknown-key"])
        #expect(exit == .status(0))
        #expect(
            output == """
                unknown-key: a key is one that is known where it stands [error]

                A misspelt key would be a setting that does not hold, and nobody would notice.
                Write the key that is meant, which is proposed where one is near, or remove it.

                wrong:
                    tokens:
                      acces_token: 1h
                right:
                    tokens:
                      access_token: 1h

                """)
    }

    @Test(
        "says of a key what it takes, what holds without it, and what it changes",
        arguments: [
            "tokens.access_token", "clients[].scopes", "clients.scopes", "routes.rate_limit", "server",
        ])
    func key(word: String) async throws {
        let (exit, output) = try await Workplace().run("mcp-auth", ["explain", word])
        #expect(exit == .status(0))
        for line in ["\ntakes    ", "\ndefault  ", "\nexample  ", "\nfor      "] {
            #expect(output.contains(line))
        }
    }

    @Test("every word that it lists is explained; in JSON too, and there the keys as well")
    func list() async throws {
        let place = try Workplace()
        let (exit, output) = try await place.run("mcp-auth", ["explain"])
        #expect(exit == .status(0))
        let words = output.split(separator: "\n").filter { $0.hasPrefix("  ") }
            .compactMap { $0.split(separator: " ").first.map(String.init) }
        #expect(words.count > 75)
        for word in ["yaml-syntax", "mix-up", "blocked", "tokens"] {
            #expect(words.contains(word))
            #expect(try await place.run("mcp-auth", ["explain", word]).exit == .status(0))
        }
        let json = try await place.run("mcp-auth", ["explain", "--format", "json"])
        let answer = try #require(
            try JSONSerialization.jsonObject(with: Data(json.output.utf8)) as? [String: Any])
        let all = try #require(answer["words"] as? [[String: Any]])
        #expect(all.count > words.count)
        #expect(
            all.allSatisfy {
                ($0["code"] ?? $0["key"] ?? $0["handler"] ?? $0["decision"] ?? $0["stop"]) is String
            })
    }

    @Test(
        "a word that is none: 64, and what was meant",
        arguments: [
            ("unknown-kye", "did you mean 'unknown-key'?"),
            ("tokens.acces_token", "did you mean 'tokens.access_token'?"),
            ("rate_limit", "there is defaults.rate_limit, routes.NAME.rate_limit"),
            ("\u{1b}[2J", "mcp-auth explain lists what there is"),
        ])
    func unknown(word: String, hint: String) async throws {
        let (exit, output) = try await Workplace().run("mcp-auth", ["explain", word])
        #expect(exit == .status(64))
        #expect(output.contains("nothing is called '") && output.contains("\nhint: \(hint)\n"), "\(output)")
        #expect(!output.contains("\u{1b}"))
    }
}
