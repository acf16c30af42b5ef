import Diagnostics
import RouteManifest
import Support
import Testing

@Suite("no manifest is too strange to be read or refused")
struct HostileManifestTests {
    private static let secret = "demo-resource-server-secret-for-loopback-only"

    /// There is a manifest or an error, each diagnostic can be printed, and the secret is in none.
    private func check(_ text: [UInt8], over base: [UInt8]? = nil, _ comment: String) {
        let surroundings = ManifestSurroundings(
            environment: ["HOME": "/", "EVIL": "\u{1b}[2J\n${X}"], templates: ManifestCase.templates)
        let texts = (base.map { [$0] } ?? []) + [text]
        let files = texts.enumerated().map { ManifestText(fileName: "\($0)", text: $1) }
        let result = ManifestLoader(surroundings: surroundings).load(
            files[0], under: Array(files.dropFirst()))
        let errors = result.diagnostics.filter { $0.severity == .error }
        #expect((result.manifest == nil) == !errors.isEmpty, "\(comment)")
        let rendered = result.rendered
        #expect(!rendered.unicodeScalars.contains { $0.value < 0x20 && $0 != "\n" }, "\(comment)")
        let lines = texts.map { text in
            text.split(omittingEmptySubsequences: false) { $0 == 0x0a || $0 == 0x0d }.count
        }
        for diagnostic in result.diagnostics {
            for edit in diagnostic.edits {
                let (start, end) = (edit.start, edit.end)
                #expect((start.line, start.column) <= (end.line, end.column), "\(comment)")
                #expect(start.line >= 1 && start.column >= 1, "\(comment)")
                #expect(Int(edit.file).map { end.line <= lines[$0] + 1 } == true, "\(comment)")
                #expect(!edit.text.contains(Self.secret), "\(comment)")
            }
            guard let location = diagnostic.location else { continue }
            #expect(location.line >= 1 && location.column >= 1 && location.length >= 1, "\(comment)")
            #expect((0...location.sourceLine.count).contains(location.caret), "\(comment)")
        }
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
            let files = [base, Array(overlay.utf8)].map { ManifestText(fileName: "", text: $0) }
            let result = ManifestLoader(surroundings: ManifestSurroundings()).load(
                files[0], under: [files[1]])
            #expect((1...201).contains(result.diagnostics.count))
        }
    }

    @Test(
        "the shipped manifest with lines lost, doubled, swapped, indented", arguments: 0..<16 as Range<UInt64>
    )
    func lines(_ seed: UInt64) {
        var generator = SeededRandom(seed: seed)
        for round in 0..<12 {
            var lines = String(decoding: ShippedManifest.text, as: UTF8.self).split(separator: "\n").map(
                String.init)
            for _ in 0..<Int.random(in: 1...6, using: &generator) {
                let index = Int.random(in: 0..<lines.count, using: &generator)
                switch Int.random(in: 0...3, using: &generator) {
                case 0: lines.remove(at: index)
                case 1: lines.insert(lines[index], at: index)
                case 2: lines.swapAt(index, Int.random(in: 0..<lines.count, using: &generator))
                default: lines[index] = "  " + lines[index]
                }
            }
            check(Array(lines.joined(separator: "\n").utf8), "seed \(seed), round \(round)")
        }
    }

    @Test("the shipped manifest with values replaced by strange ones", arguments: 0..<16 as Range<UInt64>)
    func values(_ seed: UInt64) {
        var generator = SeededRandom(seed: seed)
        let strange = [
            "", "~", "[]", "{}", "[[]]", "{a: {}}", "''", "\"\\n\"", "-1", "99999999999999999999", "0x10",
            "1e3", "true", "*a", "&a b",
            "!!x y", "${", "${}", "${X}", "${EVIL}", "${HOME}", "$$", "|\n      text", "é", "\"\\u0000\"",
            "https://", "http://[", "/..",
            "/%", "//", "60/", "/1m", "ms", "KiB", "any", "[any]", "[POST, POST]",
            "https://user:pass@host/#f?q", "..", "a/b",
            String(repeating: "x", count: 300), String(repeating: "/a", count: 300),
        ]
        for round in 0..<12 {
            var lines = String(decoding: ShippedManifest.text, as: UTF8.self).split(separator: "\n").map(
                String.init)
            for _ in 0..<Int.random(in: 1...5, using: &generator) {
                let index = Int.random(in: 0..<lines.count, using: &generator)
                guard let colon = lines[index].firstIndex(of: ":") else { continue }
                lines[index] = "\(lines[index][...colon]) \(strange.randomElement(using: &generator) ?? "")"
            }
            check(Array(lines.joined(separator: "\n").utf8), "seed \(seed), round \(round)")
        }
    }

    @Test("the shipped manifest with bytes changed", arguments: 0..<16 as Range<UInt64>)
    func bytes(_ seed: UInt64) {
        var generator = SeededRandom(seed: seed)
        for round in 0..<12 {
            var text = ShippedManifest.text
            for _ in 0..<Int.random(in: 1...8, using: &generator) {
                let index = Int.random(in: 0..<text.count, using: &generator)
                text[index] = UInt8.random(in: 0...255, using: &generator)
            }
            check(text, "seed \(seed), round \(round)")
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
                #expect(!result.rendered.contains(Self.secret), "line \(index + 1): \(breakage)")
            }
        }
    }
}
