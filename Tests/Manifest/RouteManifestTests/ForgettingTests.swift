import ManifestCases
import RouteManifest
import Support
import Testing

@Suite("what is left of reading a manifest")
struct ForgettingTests {
    /// Held by what reads files, and by nothing else.
    private final class Mark: Sendable {}

    @Test(
        "nothing but its result: a server that reads its files again and again does not grow",
        arguments: ManifestCase.golden.keys.sorted())
    func nothing(_ name: String) throws {
        let file = try #require(ManifestCase.golden[name])
        let (isGone, result) = load(file.input)
        withExtendedLifetime(result) { #expect(isGone()) }
    }

    private func load(_ input: String) -> (isGone: () -> Bool, result: ManifestResult) {
        var read = ManifestCase(input)
        let mark = Mark()
        read.surroundings.readSecretFile = { [read = read.surroundings.readSecretFile] name in
            withExtendedLifetime(mark) { read(name) }
        }
        return ({ [weak mark] in mark == nil }, read.load(isTelling: true))
    }
}
