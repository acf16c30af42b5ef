import Foundation
import Support
import Testing

@Suite("the choice of an upstream")
struct UpstreamChoiceTests {
    @Test("is made in one file: rules, endpoints and composition name no adapter but in files of its own")
    func places() throws {
        let adapter = try Regex(#"\bFake[A-Z]\w*"#)
        let sources = Installation.package.appendingPathComponent("Sources")
        var ofTheFake: Set<String> = []
        var others: Set<String> = []
        for room in ["Rules", "Requests", "Top"] {
            let files = try #require(
                FileManager.default.enumerator(atPath: sources.appendingPathComponent(room).path))
            for case let file as String in files where file.hasSuffix(".swift") {
                let path = sources.appendingPathComponent(room).appendingPathComponent(file)
                guard try String(contentsOf: path, encoding: .utf8).contains(adapter) else { continue }
                let name = path.lastPathComponent
                if name.hasPrefix("Fake") { ofTheFake.insert(name) } else { others.insert(name) }
            }
        }
        #expect(others == ["ChosenUpstream.swift"])
        #expect(ofTheFake.count >= 5, "\(ofTheFake)")
    }
}
