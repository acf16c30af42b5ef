import Diagnostics
import ManifestCases
import OAuthModel
import RouteManifest
import StrictYAML
import Testing

@Suite("secrets and their files")
struct SecretTests {
    private func load(_ file: SecretFile, _ key: String = "secret_file: key") -> ManifestResult {
        let text = """
            version: 1
            server:
              \(key)
            routes:
              health: { path: /health, handler: health }
            """
        let surroundings = ManifestSurroundings { name in name == "key" ? file : .unreadable("no such file") }
        return ManifestLoader(surroundings: surroundings).load(Array(text.utf8))
    }

    private let long = String(repeating: "s", count: 32)

    @Test("a line end after the secret is not part of it", arguments: ["", "\n", "\r\n", "\n\n"])
    func lineEnd(_ ending: String) {
        let result = load(.contents(Array((long + ending).utf8), worldReadable: false))
        #expect(result.manifest?.server.secret?.bytes == Array(long.utf8))
        #expect(result.diagnostics == [])
    }

    @Test("a file of line ends only is empty")
    func empty() {
        #expect(load(.contents([0x0a, 0x0d], worldReadable: false)).codes == [.secretFile])
    }

    @Test(
        "a secret is one line of text",
        arguments: [
            [0xff, 0xfe] + [UInt8](repeating: 0x61, count: 40), Array("a\nb".utf8),
            [0] + [UInt8](repeating: 0x61, count: 40),
        ])
    func text(_ bytes: [UInt8]) {
        let result = load(.contents(bytes, worldReadable: false))
        #expect(result.manifest == nil)
        #expect(result.codes == [.secretFile])
    }

    @Test("the same holds for one that stands in the manifest, and it is not printed")
    func inline() {
        let result = load(.unreadable(""), "secret: \"\(long)\\tx\"")
        #expect(result.codes == [.weakSecret])
        #expect(!result.rendered.contains(long))
    }

    @Test("31 bytes are too short for the server, 32 are not")
    func length() {
        #expect(
            load(.contents(Array(long.utf8.dropLast()), worldReadable: false)).codes == [
                .weakSecret
            ])
        #expect(load(.contents(Array(long.utf8), worldReadable: false)).diagnostics == [])
    }

    @Test("a file that everybody can read is a warning, and the secret is taken")
    func worldReadable() {
        let result = load(.contents(Array(long.utf8), worldReadable: true))
        #expect(result.diagnostics.map(\.severity) == [.warning])
        #expect(result.manifest?.server.secret?.bytes == Array(long.utf8))
    }

    @Test("an empty variable is no secret, so that the file next to it is read")
    func emptyVariable() {
        let result = load(
            .contents(Array(long.utf8), worldReadable: false), "secret: ${NONE:-}\n  secret_file: key")
        #expect(result.manifest?.server.secret?.bytes == Array(long.utf8))
    }
}
