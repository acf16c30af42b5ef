import Testing
import WireText

@Suite("percent-encoding (RFC 3986 §2.1)")
struct PercentCodingTests {
    @Test("what passes stays, every other byte becomes an escape in capitals")
    func encoded() {
        #expect(PercentCoding.encode([0x00, 0x41, 0x7f, 0xab, 0xff]) { $0 == 0x41 } == "%00A%7F%AB%FF")
        #expect(PercentCoding.encode([]) { _ in true }.isEmpty)
    }

    @Test("a value in a query keeps the unreserved characters and nothing else (§2.3)")
    func values() {
        #expect(percentEncoded("AZaz09-._~") == "AZaz09-._~")
        #expect(percentEncoded("a b+c&d=e%f/ü" as String) == "a%20b%2Bc%26d%3De%25f%2F%C3%BC")
        #expect(percentEncoded("@[`{" as WireText) == "%40%5B%60%7B")
    }

    @Test("an escape is any byte, in either case, and a plus is a space in a form only")
    func decoded() {
        #expect(PercentCoding.decode("a%20%c3%BC+".utf8) == Array("a ü+".utf8))
        #expect(PercentCoding.decode("a+%2B".utf8, plusIsSpace: true) == Array("a +".utf8))
        #expect(PercentCoding.decode("%00%ff".utf8) == [0, 0xff])
        #expect(PercentCoding.decode("".utf8) == [])
    }

    @Test(
        "a broken escape is nothing", arguments: ["%", "a%", "%4", "%zz", "%4g", "%g4", "%%41", "%+1", "% 1"])
    func broken(_ text: String) {
        #expect(PercentCoding.decode(text.utf8) == nil)
        #expect(PercentCoding.decode(text.utf8, plusIsSpace: true) == nil)
    }

    @Test("any bytes come back")
    func roundTrip() {
        let all = Array(UInt8.min...UInt8.max)
        #expect(PercentCoding.decode(PercentCoding.encode(all) { $0.isLetter }.utf8) == all)
    }
}
