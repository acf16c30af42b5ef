import Testing
import WireText

@Suite("text of strangers")
struct WireTextTests {
    @Test("texts are the same when their bytes are, though `String` takes them for one")
    func bytes() {
        let composed = "\u{e9}"
        let decomposed = "e\u{301}"
        #expect(composed == decomposed)
        #expect(WireText(composed) != WireText(decomposed))
        #expect(WireText(composed) == WireText(String(decoding: [0xc3, 0xa9], as: UTF8.self)))
        #expect(Set([WireText(composed), WireText(decomposed), WireText(composed)]).count == 2)
        #expect(WireText("scope").equals("scope"))
        #expect(!WireText("scope\u{301}").equals("scope"))
        #expect(!WireText("scope").equals("scope "))
    }

    @Test("only ASCII becomes a `String` that may be compared")
    func ascii() {
        #expect(WireText("S256").ascii == "S256")
        #expect(WireText("").ascii?.isEmpty == true)
        #expect(WireText("S256\u{301}").ascii == nil)
        #expect(WireText("\u{ff33}256").ascii == nil)
    }

    @Test("bytes that are no UTF-8 are refused or repaired, as is asked for")
    func invalid() {
        #expect(WireText(validating: [0x61, 0xff]) == nil)
        #expect(WireText(repairing: [0x61, 0xff]) == "a\u{fffd}")
        #expect(WireText(validating: [0x61, 0xc3, 0xa9]) == "a\u{e9}")
    }

    @Test("what is looked for in any case is found in ASCII of any case")
    func containing() {
        #expect(WireText("a, TEXT/html;q=1").containsIgnoringCase("text/html"))
        #expect(!WireText("text/htm").containsIgnoringCase("text/html"))
        #expect(!WireText("text/\u{212a}tml").containsIgnoringCase("text/html"))
        #expect(!WireText("").containsIgnoringCase("x"))
    }

    @Test("parts between spaces are those of the bytes, a mark that follows the space belongs to its part")
    func parts() {
        #expect(WireText("a  b \u{301}c").split(separator: 0x20) == ["a", "b", "\u{301}c"])
        #expect(WireText(" ").split(separator: 0x20).isEmpty)
    }
}

@Suite("an excerpt of a stranger's text")
struct ExcerptTests {
    @Test(
        "it has the alphabet of RFC 6749 §5.2 and nothing else",
        arguments: ["plain", "a\"b\\c", "100%", "caf\u{e9}", "line\r\nbreak", "\u{0}\u{7f}", "\u{202e}txt"])
    func alphabet(text: String) {
        let excerpt = WireText(text).excerpt()
        #expect(excerpt.utf8.allSatisfy { (0x20...0x7e).contains($0) && $0 != 0x22 && $0 != 0x5c })
        #expect("\(WireText(text))" == excerpt)
    }

    @Test("what is encoded can be told from what was sent so")
    func encoding() {
        #expect(WireText("%41\"").excerpt() == "%2541%22")
        #expect(WireText("\u{e9}").excerpt() == "%C3%A9")
    }

    @Test("it is cut after so many bytes, and says so")
    func cut() {
        #expect(WireText("12345").excerpt(4) == "1234...")
        #expect(WireText("12345").excerpt(5) == "12345")
    }

    @Test(
        "codes, tokens and client secrets never stand in it, wherever they are",
        arguments: ["mac_", "mat_", "mrt_", "mcs_"])
    func secrets(prefix: String) {
        let secret = prefix + "AbC-_9" + String(repeating: "x", count: 50)
        for text in [
            secret, "token=" + secret + "&x", secret + " " + secret, "m" + secret, "\u{e9}" + secret,
        ] {
            let excerpt = WireText(text).excerpt()
            #expect(!excerpt.contains("AbC"))
            #expect(excerpt.contains(prefix + "***"))
        }
        // Cut in the middle, it is one all the same.
        for start in 180...199 {
            let text = String(repeating: ".", count: start) + secret
            #expect(!WireText(text).excerpt(200).contains("AbC"), "at \(start)")
        }
        #expect(WireText(prefix + "short").excerpt() == prefix + "short")
    }
}

@Suite("what others wrote, in a line of the log")
struct LogTextTests {
    @Test("nothing ends the line, quotes or passes for a field; what is encoded already stays as it is")
    func alphabet() {
        #expect(LogText.word("/a%20b c\"d\\e\n\u{e9}") == "/a%20b%20c%22d%5Ce%0A%C3%A9")
        #expect(LogText.sentence("a b\r\"c\"") == "a b%0D%22c%22")
        #expect(LogText.sentence([0x61, 0x00, 0xff]) == "a%00%FF")
    }

    @Test("a long text is cut, and says so")
    func length() {
        let text = String(repeating: "a", count: 257)
        #expect(LogText.word(text) == text.dropLast() + "...")
        #expect(LogText.sentence(text) == text.dropLast() + "...")
        #expect(LogText.word(String(text.dropLast())) == text.dropLast())
        #expect(LogText.whole(text.utf8) == text)
    }

    @Test("a secret is blotted out, also one that would be cut", arguments: ["mac_", "mat_", "mrt_", "mcs_"])
    func secrets(prefix: String) {
        let secret = prefix + String(repeating: "s", count: 43)
        #expect(LogText.word("/oauth/\(secret)") == "/oauth/\(prefix)***")
        #expect(LogText.sentence("it is \(secret)!") == "it is \(prefix)***!")
        let start = String(repeating: "/", count: 250)
        #expect(LogText.word(start + secret) == start + prefix + "**...")
    }
}
