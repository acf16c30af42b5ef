import OAuthModel
import Testing
import WireText

@Suite("redirect URIs (RFC 6749 §3.1.2, RFC 8252 §7.3)")
struct RedirectURITests {
    @Test(
        "a loopback redirect may name another port, and nothing else may differ",
        arguments: [
            ("http://127.0.0.1/cb", "http://127.0.0.1:5000/cb", true),
            ("http://127.0.0.1:1/cb", "http://127.0.0.1/cb", true),
            ("http://[::1]:1/cb", "http://[::1]:2/cb", true),
            ("http://localhost:1/cb", "http://localhost:2/cb", true),
            ("http://127.0.0.1/cb", "http://127.0.0.1:5000/cb/", false),
            ("http://127.0.0.1/cb", "http://127.0.0.1:5000/cb?a=1", false),
            ("http://127.0.0.1/cb", "http://localhost:5000/cb", false),
            ("http://127.0.0.1/cb", "http://127.0.0.2:5000/cb", false),
            ("http://127.0.0.1/cb", "http://a@127.0.0.1:5000/cb", false),
            ("http://127.0.0.1/cb", "https://127.0.0.1:5000/cb", false),
            ("http://127.0.0.1/cb", "http://127.0.0.1:x/cb", false),
            ("https://a.example/cb", "https://a.example:444/cb", false),
            ("https://a.example/cb", "https://A.example/cb", false),
        ])
    func loopback(registered: String, requested: String, matches: Bool) {
        #expect(RedirectURI(registered).matches(RedirectURI(requested), isNative: true) == matches)
    }

    @Test("localhost varies for native clients only, a literal for all")
    func web() {
        let localhost = RedirectURI("http://localhost:1/cb")
        #expect(!localhost.matches(RedirectURI("http://localhost:2/cb"), isNative: false))
        #expect(localhost.matches(localhost, isNative: false))
        let literal = RedirectURI("http://127.0.0.1:1/cb")
        #expect(literal.matches(RedirectURI("http://127.0.0.1:2/cb"), isNative: false))
    }

    @Test(
        "parameters are added to the URI's own query, percent-encoded",
        arguments: [
            ("https://a.example/cb", "https://a.example/cb?state=a%26b%20%C3%BC"),
            ("https://a.example/cb?x=1", "https://a.example/cb?x=1&state=a%26b%20%C3%BC"),
            ("https://a.example/cb?", "https://a.example/cb?state=a%26b%20%C3%BC"),
            ("cursor://x/cb", "cursor://x/cb?state=a%26b%20%C3%BC"),
        ])
    func adding(uri: String, expected: String) {
        #expect(RedirectURI(uri).adding([("state", "a&b ü")]) == expected)
    }
}
