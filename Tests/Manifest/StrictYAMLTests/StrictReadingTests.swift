import Diagnostics
import Testing

@testable import StrictYAML

@Suite("a file in a language of a few keys")
struct StrictReadingTests {
    private struct Lamp {
        var brightness = 5
        var word: String?
        var fade = Duration.seconds(1)
    }

    private static let keys = KeyList(
        "the lamp", example: "brightness: 5", for: "the lamp", untouched: Lamp()
    ) {
        Key("brightness", .integer(0...10), \Lamp.brightness, example: "7", "How bright it is.")
        Key("fade", .duration(.zero ... .seconds(10)), \Lamp.fade, example: "2s", "How long it takes.")
        Key("word", .line(), \Lamp.word, example: "hello", "What it says.").required("a word")
    }

    private func read(_ text: String) -> (lamp: Lamp?, told: String, found: [String]) {
        let language = Language(Self.keys, secrets: [], same: [])
        let decoding = Decoding(
            [FileText(fileName: "lamp.yaml", text: Array(text.utf8))], in: language,
            environment: ["BRIGHT": "9"], readSecretFile: { _ in .unreadable("no such file") },
            isTelling: true)
        let lamp = decoding.whole.flatMap { Self.keys.read($0) { lamp, _ in lamp } }
        return (
            lamp, language.text(of: decoding.told, withOrigins: true),
            decoding.diagnostics().map { "\($0.code): \($0.message); \($0.hint ?? "")" }
        )
    }

    @Test("what it says becomes the draft, and what holds is told with where it comes from")
    func sound() {
        let (lamp, told, found) = read("word: on\nbrightness: ${BRIGHT}\n")
        #expect(found == [])
        #expect(lamp?.brightness == 9)
        #expect(lamp?.word == "on")
        #expect(
            told == """
                brightness: 9  # BRIGHT (lamp.yaml:2)
                fade: 1s       # default
                word: on       # lamp.yaml:1

                """)
    }

    @Test("unknown, missing and wrong values are told with what to write")
    func flawed() {
        #expect(
            read("brigthness: 5\nfade: 2 seconds\n").found == [
                "missing-key: the lamp needs 'word'; a word",
                "unknown-key: unknown key 'brigthness' in the lamp; did you mean 'brightness'?",
                "wrong-type: 'fade' must be a length of time, not '2 seconds'; write 2s",
            ])
    }
}
