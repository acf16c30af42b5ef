import Testing
import Web

@Suite("a host beyond ASCII as it is written in ASCII")
struct ASCIISpellingTests {
    @Test(
        "each label is encoded by itself, in lower case (RFC 3492, RFC 5890 §2.3.2.1)",
        arguments: [
            ("https://bücher.example", "https://xn--bcher-kva.example"),
            ("HTTPS://BÜCHER.Example", "https://xn--bcher-kva.example"),
            ("https://faß.de:8443/tenant", "https://xn--fa-hia.de:8443/tenant"),
            ("https://президент.рф/mcp?a=b#c", "https://xn--d1abbgf6aiiy.xn--p1ai/mcp?a=b#c"),
            ("https://例え.テスト", "https://xn--r8jz45g.xn--zckzah"),
            ("https://他们为什么不说中文", "https://xn--ihqwcrb4cv8a8dqg056pqjye"),
            ("https://3年b組金八先生", "https://xn--3b-ww4c5e180e575a65lsy2b"),
        ])
    func spelling(_ text: String, _ expected: String) {
        #expect(ASCIISpelling.of(text) == expected)
    }

    @Test(
        "none is offered where it could be a wrong one",
        arguments: [
            "bücher.example", "https://a/ü", "https://ü@a", "https://u:ü@a", "https://bu\u{308}cher.example",
            "https://ü..example", "https://ü☃.example", "https://",
            "https://\(String(repeating: "ü", count: 64))", "ü://a", "https://ü _", "https://ü@b",
        ])
    func none(_ text: String) {
        #expect(ASCIISpelling.of(text) == nil)
    }
}
