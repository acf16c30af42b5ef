import Testing
import Web

@Suite("the parts of a URI (RFC 3986)")
struct URIPartsTests {
    @Test("scheme, authority, path, query and fragment")
    func parts() throws {
        let uri = try #require(URIParts("https://u:p@a.example:8443/x/y?q=1?2#f"))
        #expect(uri.scheme == "https")
        #expect(uri.userInfo == "u:p")
        #expect(uri.host == "a.example")
        #expect(uri.port == 8443)
        #expect(uri.path == "/x/y")
        #expect(uri.query == "q=1?2")
        #expect(uri.fragment == "f")
        #expect(URIParts("com.example:/cb")?.host == nil)
        #expect(URIParts("http://[::1]:9/")?.host == "[::1]")
    }

    @Test(
        "what a browser might read otherwise is no URI",
        arguments: [
            "", "/x", "x", "1a:b", "https://a b/", "https://a\\b/", "https://a/\u{0}", "https://a/\n",
            "https://ä/",
            "https://a/%zz", "https://a/%4", "https://a/%", "https://a:port/", "https://a:99999/",
            "https://a:0/", "https://a:/", "https://a:-1/", "https://a:1:2/", "https://a:000443/",
            "https://[::1/", "https://[zz]/", "https://[]/", "https://[::1]x/", "https://[fe80::1%25eth0]/",
            "https://[v1.a]/", "https://a]/", "https://a[/", "cursor://[zz]/", " https://a/",
            "https://a/" + String(repeating: "a", count: 2039),
        ])
    func refused(text: String) {
        #expect(URIParts(text) == nil)
    }

    @Test("an escape is any byte, and 2048 of them are not too many")
    func accepted() {
        #expect(URIParts("https://a/%ff%00%E4%e4")?.path == "/%ff%00%E4%e4")
        #expect(URIParts("https://a/" + String(repeating: "a", count: 2038)) != nil)
        #expect(URIParts("https:")?.path == "")
        #expect(URIParts("file:///x")?.host == "")
        #expect(URIParts("my-app://a_b.~!$&'()*+,;=%20/")?.host == "a_b.~!$&'()*+,;=%20")
    }

    @Test("a port that the scheme stands for is not unusual")
    func unusualPort() {
        #expect(URIParts("https://a:443/")?.unusualPort == nil)
        #expect(URIParts("HTTP://a:80/")?.unusualPort == nil)
        #expect(URIParts("https://a/")?.unusualPort == nil)
        #expect(URIParts("https://a:80/")?.unusualPort == 80)
        #expect(URIParts("cursor://a:443/")?.unusualPort == 443)
    }

    @Test(
        "a web address has a host name or an IP address in its usual form (RFC 1123 §2.1)",
        arguments: [
            "a", "a.example", "A.Example", "xn--bcher-kva.example", "1.example", "1a", "a-b.c-d.example",
            "127.0.0.1", "255.255.255.255", "[::1]", "[2001:db8::1]", "[::ffff:127.0.0.1]",
            String(repeating: "a", count: 63) + ".example",
        ])
    func webAddress(host: String) {
        #expect(URIParts("https://\(host)/")?.isWebAddress == true)
        #expect(URIParts("HTTP://\(host):8080?a")?.isWebAddress == true)
        #expect(URIParts("cursor://\(host)/")?.isWebAddress == false)
    }

    @Test(
        "and nothing else is one: what no name server knows, and what browsers take for a number",
        arguments: [
            "", ".", "...", "a..b", ".a", "a.", "a.example.", "-x", "x-", "a.-b", "a_b.example", "a~b",
            "%61.example", "a%2eb", "a,b", "a!b", "(a)", "a+b", "127.1", "127.0.0.01", "127.0.0.256",
            "2130706433", "0x7f.1", "0X7F000001", "a.0x", "1.2.3.4.5", "1.2.3",
            String(repeating: "a", count: 64) + ".example",
            Array(repeating: String(repeating: "a", count: 63), count: 4).joined(separator: ".") + ".a",
        ])
    func noWebAddress(host: String) {
        #expect(URIParts("https://\(host)/")?.isWebAddress == false)
    }

    @Test(
        "loopback is 127.0.0.0/8 in the usual form and [::1]",
        arguments: [
            ("127.0.0.1", true), ("127.255.0.9", true), ("[::1]", true), ("127.1", false),
            ("127.0.0.01", false),
            ("128.0.0.1", false), ("127.0.0.256", false), ("127.0.0.1.evil.example", false),
            ("127..0.0.1", false),
            ("127.0.0.+1", false), ("", false), ("[::2]", false),
            ("2130706433", false),
        ])
    func loopback(host: String, isLoopback: Bool) {
        #expect(URIParts.isLoopbackLiteral(host) == isLoopback)
    }
}
