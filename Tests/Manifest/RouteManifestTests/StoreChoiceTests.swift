import Foundation
import Support
import Testing

@Suite("the choice of a store")
struct StoreChoiceTests {
    @Test("is looked at in two files, and by what belongs to one store alone: one more touches no other")
    func places() throws {
        let choosing = ["StoreChoice.swift", "StoreOpening.swift"]
        let ofOneStore = ["StoreAtRest+Redis.swift", "StoreAcceptance.swift"]
        let looks = try Regex(#"case \.(memory|embedded|redis)\b|[=!]= \.(memory|embedded|redis)\b"#)
        let sources = Installation.package.appendingPathComponent("Sources")
        var found: Set<String> = []
        let files = try #require(FileManager.default.enumerator(atPath: sources.path))
        for case let file as String in files where file.hasSuffix(".swift") && !file.hasPrefix("Stores/") {
            let text = try String(contentsOf: sources.appendingPathComponent(file), encoding: .utf8)
            if text.contains(looks) { found.insert((file as NSString).lastPathComponent) }
        }
        #expect(found == Set(choosing + ofOneStore))
    }
}
