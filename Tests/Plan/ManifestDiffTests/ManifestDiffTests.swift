import JSON
import RouteManifest
import Support
import Testing

@testable import ManifestDiff

@Suite("what changes from one manifest to another")
struct ManifestDiffTests {
    static let cases = GoldenFile.cases(in: "Cases", ending: "txt")

    @Test("it is told with what comes of it, and for whom", arguments: cases.map(\.name))
    func golden(_ name: String) throws {
        let file = try #require(Self.cases.first { $0.name == name })
        let sides = try DiffCase(file.input)
        let text = ManifestDiff(from: sides.old, to: sides.new).text("old.yaml", "new.yaml")
        #expect(file.accepts(text))
    }

    @Test(
        "a manifest and itself have the same effect, and one way there is as far as the other",
        arguments: cases.map(\.name))
    func symmetry(_ name: String) throws {
        let file = try #require(Self.cases.first { $0.name == name })
        let sides = try DiffCase(file.input)
        #expect(ManifestDiff(from: sides.old, to: sides.old).differences.isEmpty)
        #expect(ManifestDiff(from: sides.new, to: sides.new).differences.isEmpty)
        let there = ManifestDiff(from: sides.old, to: sides.new).differences
        let back = ManifestDiff(from: sides.new, to: sides.old).differences
        #expect(there.count == back.count)
        #expect(Set(there.map(\.rule)) == Set(back.map(\.rule)))
    }

    @Test("each rule has a name of its own, which its differences have, and finds something in a case")
    func rules() throws {
        #expect(Set(ManifestDiff.rules.map(\.name)).count == ManifestDiff.rules.count)
        var unproved = Set(ManifestDiff.rules.map(\.name))
        for file in Self.cases {
            let sides = try DiffCase(file.input)
            for rule in ManifestDiff.rules {
                let found = rule.differences(Side(sides.old), Side(sides.new))
                #expect(found.allSatisfy { $0.rule == rule.name }, "\(rule.name)")
                if !found.isEmpty { unproved.remove(rule.name) }
            }
        }
        #expect(unproved.isEmpty, "\(unproved.sorted())")
    }

    @Test("no secret is told, in words or to a program")
    func secrets() throws {
        let file = try #require(Self.cases.first { $0.name == "secrets" })
        let sides = try DiffCase(file.input)
        let diff = ManifestDiff(from: sides.old, to: sides.new)
        let told =
            diff.text("a", "b") + String(decoding: JSONValue.object(diff.listing).serialized(), as: UTF8.self)
        #expect(diff.differences.count == 3)
        #expect(!told.contains("-secret-of-the-"))
    }

    @Test("a program is told the rule, what is different, and for whom")
    func listing() throws {
        let sides = try DiffCase(
            "-   access_token: 1h\n+   access_token: 10m\n")
        let listing = ManifestDiff(from: sides.old, to: sides.new).listing
        #expect(
            String(decoding: JSONValue.object(listing).serialized(), as: UTF8.self) == """
                {"same":false,"differences":[{"rule":"tokens-access-token","subject":"tokens.access_token",\
                "before":"1h","after":"10m","effects":[{"for":"clients","words":"access tokens live 10m instead \
                of 1h; those that are out keep their time"}]}]}
                """)
    }
}
