import Diagnostics
import ManifestCases
import RouteManifest
import StrictYAML
import Support
import Testing

@Suite("no manifest is too strange to be read or refused")
struct HostileManifestTests {
    /// Of what is sound, where one of these texts is laid over the other.
    private func check(_ text: [UInt8], over base: [UInt8]? = nil, _ comment: Comment) {
        let texts = ((base.map { [$0] } ?? []) + [text]).enumerated().map {
            FileText(fileName: "\($0)", text: $1)
        }
        let surroundings = ManifestSurroundings(
            environment: EditedManifest.environment, templates: ManifestCase.templates)
        let result = ManifestLoader(surroundings: surroundings).load(
            texts[0], under: Array(texts.dropFirst()))
        expectSound(result, of: texts, comment)
    }

    @Test("the shipped manifest, cut off anywhere")
    func prefixes() {
        for length in stride(from: 0, through: ShippedManifest.text.count, by: 61) {
            check(Array(ShippedManifest.text.prefix(length)), "first \(length) bytes")
        }
    }

    @Test("the shipped manifest with lines of its own laid over it", arguments: 0..<16 as Range<UInt64>)
    func overlays(_ seed: UInt64) {
        var generator = SeededRandom(seed: seed)
        let lines = String(decoding: ShippedManifest.text, as: UTF8.self).split(separator: "\n")
            .filter { $0.first { $0 != " " } != "#" }.map(String.init)
        for round in 0..<12 {
            var kept = lines
            for _ in 0..<Int.random(in: 1...60, using: &generator) {
                let index = Int.random(in: 0..<kept.count, using: &generator)
                switch (Int.random(in: 0...3, using: &generator), kept[index].firstIndex(of: ":")) {
                case (0, let colon?): kept[index] = "\(kept[index][...colon]) null"
                case (1, _): kept[index] = kept[index].replacing("- ", with: "  ")
                default: kept.remove(at: index)
                }
            }
            check(
                Array(kept.joined(separator: "\n").utf8), over: ShippedManifest.text,
                "seed \(seed), round \(round)")
        }
    }

    @Test("as much as fits into a file, laid over as much")
    func manyOverlaid() {
        let names = (0..<20_000).map { "k\($0)" }
        let list = "version: 1\nclients:\n" + names.map { "- client_id: \($0)\n" }.joined()
        let base = Array((list + "routes:\n" + names.map { "  \($0): 1\n" }.joined()).utf8)
        let removed = names.map { "  x\($0):\n" }.joined()
        let replaced = names.map { "  \($0): {}\n" }.joined()
        for overlay in [
            "clients:\n\(removed)routes:\n\(removed)", "clients:\n\(replaced)routes:\n\(replaced)",
        ] {
            let files = [base, Array(overlay.utf8)].map { FileText(fileName: "", text: $0) }
            let result = ManifestLoader(surroundings: ManifestSurroundings()).load(
                files[0], under: [files[1]])
            #expect((1...201).contains(result.diagnostics.count))
        }
    }

    @Test("as many mistakes as fit into a file, on one line and on many")
    func manyMistakes() {
        let onOneLine = "version: 1\nroutes: {" + (0..<5_000).map { "r\($0): ${A}, " }.joined() + "}\n"
        let unknown = "version: 1\nserver: {" + (0..<8_000).map { "kez\($0): 1, " }.joined() + "}\n"
        let onMany =
            "version: 1\nroutes:\n" + (0..<5_000).map { "  r\($0): { path: x, handler: y }\n" }.joined()
        let variables =
            "version: 1\nregistration:\n  schemes: [\"" + String(repeating: "${A}", count: 10_000) + "\"]\n"
        for text in [onOneLine, unknown, onMany, variables] {
            let surroundings = ManifestSurroundings(templates: [])
            let result = ManifestLoader(surroundings: surroundings).load(Array(text.utf8))
            #expect(result.manifest == nil)
            #expect((1...201).contains(result.diagnostics.count))
        }
    }

    @Test("a secret that stands in the file is in no diagnostic, whatever line is broken")
    func secrets() {
        let lines = String(decoding: ShippedManifest.text, as: UTF8.self).split(separator: "\n").map(
            String.init)
        for index in lines.indices {
            for breakage in [
                "\(lines[index]) ]", "\(lines[index])\n    \"", "  \(lines[index])", "\(lines[index]): x",
            ] {
                var broken = lines
                broken[index] = breakage
                let result = ShippedManifest.load(text: Array(broken.joined(separator: "\n").utf8))
                #expect(!result.rendered.contains(ShippedManifest.secret), "line \(index + 1): \(breakage)")
            }
        }
    }
}
