import Testing
import Web

@Suite("a web origin")
struct WebOriginTests {
    @Test("an origin is what a browser sends, letter for letter (RFC 6454 §6.2)")
    func asSent() {
        for text in [
            "https://app.example.com", "http://localhost:6274", "http://[::1]:81", "vscode-webview://abc",
        ] {
            #expect(WebOrigin(asSent: text)?.description == text)
        }
        for text in [
            "https://app.example.com/", "https://App.example.com", "https://app.example.com:443",
            "http://[::1]:80", "HTTPS://app.example.com", "app.example.com", "null", "*", "https://u@a",
            "https://", "file:///x",
        ] {
            #expect(WebOrigin(asSent: text) == nil, "\(text)")
        }
    }

    @Test("a default port is no difference, a path is")
    func origins() {
        #expect(WebOrigin("https://a.example") == WebOrigin("HTTPS://A.example:443"))
        #expect(WebOrigin("http://a.example") != WebOrigin("https://a.example"))
        #expect(WebOrigin("http://a.example/") == nil)
    }

    @Test("the origin of a URL is what comes before its path, without a user")
    func ofURL() {
        #expect(
            URIParts("HTTPS://u@App.example.com:443/x?y").flatMap(WebOrigin.init)?.description
                == "https://app.example.com")
        #expect(URIParts("file:///x").flatMap(WebOrigin.init) == nil)
    }

    @Test("an IPv6 address is written as browsers write it (WHATWG URL, host serializing)")
    func addresses() {
        for (text, sent) in [
            ("http://[0:0:0:0:0:0:0:1]:81", "http://[::1]:81"),
            ("http://[2001:DB8::]", "http://[2001:db8::]"),
            ("http://[::FFFF:127.0.0.1]", "http://[::ffff:7f00:1]"),
        ] {
            #expect(WebOrigin(text)?.description == sent)
            #expect(WebOrigin(asSent: text) == nil)
            #expect(WebOrigin(asSent: sent) == WebOrigin(text))
        }
    }

    @Test("a page of this machine is http or https; the host of another scheme says nothing")
    func loopback() {
        for (text, isLoopback) in [
            ("http://localhost:6274", true), ("https://a.localhost", true), ("http://127.9.9.9", true),
            ("http://[::1]", true), ("app://localhost", false), ("https://localhost.example.com", false),
        ] {
            #expect(WebOrigin(text)?.isLoopback == isLoopback, "\(text)")
        }
    }

    @Test(
        "a request names an origin with or without the port that the scheme stands for",
        arguments: [
            ("https://a.example", "A.example", true), ("https://a.example", "a.example:443", true),
            ("https://a.example", "a.example:80", false), ("http://a.example:81", "a.example:81", true),
            ("http://a.example:81", "a.example", false), ("http://a.example", "b.example", false),
            ("http://[::1]", "[0::1]:80", true),
        ])
    func named(origin: String, host: String, isNamed: Bool) throws {
        let named = try #require(Authority(host))
        let origin = try #require(WebOrigin(origin))
        #expect(origin.isNamed(by: named) == isNamed)
    }
}
