import Endpoint
import Testing
import WireText

@Suite("cookies of a request (RFC 6265 §5.4)")
struct CookieTests {
    private func fields(_ lines: String...) -> HeaderFields {
        HeaderFields(lines.map { ("Cookie", $0) })
    }

    @Test("are found by their whole name, letter for letter")
    func names() {
        let fields = fields("a=1; ab=2;A=3;\tc=4")
        #expect(fields.cookie("a") == "1")
        #expect(fields.cookie("ab") == "2")
        #expect(fields.cookie("A") == "3")
        #expect(fields.cookie("c") == "4")
        #expect(fields.cookie("b") == nil && fields.cookie("") == nil)
        // To Unicode these two are one.
        #expect(self.fields("\u{e9}=1").cookie("e\u{301}") == nil)
    }

    @Test("a value may be empty and may have signs of equality; a word without one is no cookie")
    func values() {
        let fields = fields("a=; b=x=y=; c; d=1")
        #expect(fields.cookie("a") == "")
        #expect(fields.cookie("b") == "x=y=")
        #expect(fields.cookie("c") == nil)
        #expect(fields.cookie("d") == "1")
    }

    @Test(
        "of several with one name the first is meant, on whatever line; all that begin alike come in their order"
    )
    func several() {
        let fields = fields("b_2=1; a=first", "a=second; b_1=2; b=3")
        #expect(fields.cookie("a") == "first")
        #expect(fields.cookies(beginning: "b_") == ["1", "2"])
        #expect(fields.cookies(beginning: "c") == [])
    }
}
