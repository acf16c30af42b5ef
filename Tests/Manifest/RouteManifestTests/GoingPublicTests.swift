import ManifestCases
import RouteManifest
import StrictYAML
import Support
import Testing

@Suite("what is missing before a server is everybody's")
struct GoingPublicTests {
    static let cases = GoldenFile.cases(in: "Public", ending: "txt")

    @Test(
        "is named in the order in which it is done, each with the line to write", arguments: cases.map(\.name)
    )
    func golden(_ name: String) throws {
        let file = try #require(Self.cases.first { $0.name == name })
        #expect(file.accepts(Self.told(of: Self.scene(file.input).load())))
    }

    @Test(
        "every line of a step can stand in an overlay, and what it says is missing no more",
        arguments: cases.map(\.name))
    func lines(_ name: String) throws {
        let file = try #require(Self.cases.first { $0.name == name })
        let scene = Self.scene(file.input)
        for step in scene.load().publicSteps ?? [] where Self.isWhole(step.line) {
            var changed = scene
            changed.texts.append(FileText(fileName: "public.yaml", text: Array("\(step.line)\n".utf8)))
            changed.surroundings.readSecretFile = { _ in
                .contents(Array("0123456789abcdef0123456789abcdef".utf8), worldReadable: false)
            }
            let after = try #require(changed.load().publicSteps, "\(step.line)")
            #expect(!after.contains { $0.line == step.line }, "\(step.line)")
        }
    }

    @Test("nobody is told of a server for this machine, or for development")
    func others() {
        #expect(ShippedManifest.load().publicSteps == nil)
        #expect(
            ManifestCase(
                "version: 1\nserver: { issuer: \"http://auth:3001\", development_hosts: [auth] }\nroutes: {}\n"
            ).load().publicSteps == nil)
    }

    /// A secret stands in an entry, which a line alone does not name; and what comes in the place of an entry of a list leaves that there.
    private static func isWhole(_ line: String) -> Bool {
        (!line.contains("_file: ") || line.contains("{")) && !line.hasPrefix("resources: ")
    }

    private static func scene(_ input: String) -> ManifestCase {
        guard input.hasPrefix("#! shipped") else { return ManifestCase(input) }
        var scene = ManifestCase(input)
        scene.texts = [FileText(fileName: "routes.yaml", text: ShippedManifest.text)]
        return scene
    }

    private static func told(of result: ManifestResult) -> String {
        guard let steps = result.publicSteps else { return "nobody asks\n" }
        guard !steps.isEmpty else { return "nothing\n" }
        return steps.map { "\($0.line)\n  \($0.words)\n" }.joined()
    }
}
