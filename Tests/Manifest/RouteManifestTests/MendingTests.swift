import Diagnostics
import ManifestCases
import RouteManifest
import StrictYAML
import Support
import Testing

@Suite("a manifest that is mended without asking")
struct MendingTests {
    static let files = GoldenManifestTests.files

    private static func mended(_ text: [UInt8], _ surroundings: ManifestCase) -> MendedFile<ManifestResult> {
        MendedFile(text) { text in
            surroundings.with(text).load()
        }
    }

    /// Nothing is left that leaves nothing to choose, and nothing is worse.
    private static func check(_ mended: MendedFile<ManifestResult>, _ before: ManifestResult) {
        let left = mended.result.diagnostics.filter { $0.mending.change?.first?.file == "routes.yaml" }
        #expect(left == [], "\(left.map { $0.rendered() })\(String(decoding: mended.text, as: UTF8.self))")
        // What was no YAML has not been read, and may have mistakes of its own.
        guard !before.codes.contains(.yamlSyntax) else { return }
        #expect(mended.result.errorCount <= before.errorCount, "\(mended.result.rendered)")
    }

    @Test(
        "has none of the problems whose hints leave nothing to choose, and no new one",
        arguments: files.keys.sorted())
    func cases(_ name: String) throws {
        let golden = ManifestCase(try #require(Self.files[name]).input)
        let before = golden.load()
        let mended = Self.mended(golden.bytes, golden)
        Self.check(mended, before)
        let asked = before.diagnostics.contains { $0.mending.change?.first?.file == "routes.yaml" }
        #expect((mended.text == golden.bytes) == !asked)
        #expect(mended.mended.isEmpty == !asked)
    }

    @Test(
        "is the same file with a byte order mark and the line ends of Windows as without",
        arguments: files.keys.sorted())
    func lineEnds(_ name: String) throws {
        let golden = ManifestCase(try #require(Self.files[name]).input)
        guard !golden.bytes.contains(0x0d) else { return }
        func marked(_ text: [UInt8]) -> [UInt8] {
            [0xef, 0xbb, 0xbf] + text.flatMap { $0 == 0x0a ? [0x0d, 0x0a] : [$0] }
        }
        let plain = Self.mended(golden.bytes, golden).text
        let windows = Self.mended(marked(golden.bytes), golden).text
        #expect(windows == marked(plain), "\(String(decoding: windows, as: UTF8.self))")
    }

    @Test("by hand broken: the same", arguments: Breakage.table)
    func breakages(_ breakage: Breakage) throws {
        let text = Array(try #require(breakage.text).utf8)
        let load = { ShippedManifest.load(text: $0, environment: breakage.environment) }
        Self.check(MendedFile(text, load: load), load(text))
    }

    @Test("changes that touch are made one after the other, and what they uncover is mended as well")
    func steps() {
        let text =
            "version: 1\ntokens: { acces_token: 1 hour, acces_token: 2 hours }\nroutes: { a: { path: a, handlr: helth } }\n"
        let golden = ManifestCase(text)
        let mended = Self.mended(golden.bytes, golden)
        #expect(
            String(decoding: mended.text, as: UTF8.self).contains(
                "routes: { a: { path: /a, handler: health } }"))
    }

    @Test("what a hint offers among other ways, or as one of several names, is left to a person")
    func choices() throws {
        let names =
            "version: 1\nscopes: { read: Read, reap: Reap }\nresources: [{ resource: \"http://localhost/\", scopes: [rea] }]\nroutes: {}\n"
        let golden = ManifestCase(names)
        let reference = try #require(golden.load().diagnostics.first { $0.code == "unknown-reference" })
        #expect(reference.hint == "did you mean 'read'?" && !reference.edits.isEmpty)
        #expect(reference.mending.change == nil)
        let exposed = ManifestCase(
            "version: 1\nserver: { bind: [127.0.0.1, 0.0.0.0] }\nroutes: { health: { path: /health, handler: health } }\n"
        )
        #expect(Self.mended(exposed.bytes, exposed).text == exposed.bytes)
    }

    @Test("a change that would make the file worse is not made, and those beside it are")
    func worse() throws {
        let golden = ManifestCase(
            "version: 1\ntokens: { acces_token: 1h }\nroutes: { a: { path: a, handler: health } }\n")
        // To this reader, one of the changes ruins everything.
        let mended = MendedFile(golden.bytes) { text in
            let isRuined = String(decoding: text, as: UTF8.self).contains("access_token")
            return golden.with(isRuined ? Array("1".utf8) : text).load()
        }
        #expect(
            String(decoding: mended.text, as: UTF8.self)
                == "version: 1\ntokens: { acces_token: 1h }\nroutes: { a: { path: /a, handler: health } }\n")
        #expect(mended.mended.count == 1)
    }

    @Test(
        "lines lost, doubled, swapped, indented: what can be mended is, and no file gets worse",
        arguments: 0..<8 as Range<UInt64>)
    func random(_ seed: UInt64) {
        var generator = SeededRandom(seed: seed)
        for _ in 0..<6 {
            var lines = String(decoding: ShippedManifest.text, as: UTF8.self).split(separator: "\n").map(
                String.init)
            for _ in 0..<Int.random(in: 1...4, using: &generator) {
                let index = Int.random(in: 0..<lines.count, using: &generator)
                switch Int.random(in: 0...3, using: &generator) {
                case 0: lines.remove(at: index)
                case 1: lines.insert(lines[index], at: index)
                case 2: lines.swapAt(index, Int.random(in: 0..<lines.count, using: &generator))
                default: lines[index] = "  " + lines[index]
                }
            }
            let text = Array(lines.joined(separator: "\n").utf8)
            let before = ShippedManifest.load(text: text)
            let mended = MendedFile(text) { ShippedManifest.load(text: $0) }
            let wasRead = !before.codes.contains(.yamlSyntax)
            #expect(
                !wasRead || mended.result.errorCount <= before.errorCount, "seed \(seed): \(before.rendered)")
            #expect(
                !wasRead || !mended.result.codes.contains(.yamlSyntax), "seed \(seed): \(before.rendered)")
        }
    }

    @Test("the change is shown without the secrets that stand around it")
    func secrets() {
        let secret = "0123456789012345678901234567"
        let golden = ManifestCase(
            "version: 1\nx: &s \(secret)-too\nresource_servers: [{ id: a, secret: \(secret), resorces: [] }]\nroutes: {}\n"
        )
        let diff = Self.mended(golden.bytes, golden).difference.text
        #expect(
            diff.contains(
                "+resource_servers: [{ id: a, secret: ****************************, resources: [] }]"))
        #expect(!diff.contains("secret: 0123"))
    }
}

extension ManifestResult {
    fileprivate var errorCount: Int { diagnostics.count { $0.severity == .error } }
}

extension ManifestCase {
    /// Of the manifest itself.
    fileprivate var bytes: [UInt8] { texts[0].text }

    /// With another manifest under the same overlays.
    fileprivate func with(_ text: [UInt8]) -> ManifestCase {
        var other = self
        other.texts[0] = FileText(fileName: texts[0].fileName, text: text)
        return other
    }
}
