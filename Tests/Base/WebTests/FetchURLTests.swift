import Testing
import Web

@Suite("an address that a stranger names")
struct FetchURLTests {
    private func flaw(_ text: String, loopback: [LoopbackPlace] = []) -> FetchURLFlaw? {
        do throws(FetchURLFlaw) {
            _ = try FetchURL(text, loopback: loopback)
            return nil
        } catch { return error }
    }

    @Test(
        "is kept byte for byte, and its host is written in one way for connecting",
        arguments: [
            (
                "https://claude.ai/oauth/claude-code-client-metadata", "claude.ai", 443,
                "/oauth/claude-code-client-metadata"
            ),
            ("HTTPS://Client.Example:443/A%2Fb", "client.example", 443, "/A%2Fb"),
            ("https://client.example:8443/c.json?v=1&w=../x", "client.example", 8443, "/c.json?v=1&w=../x"),
            ("https://client.example/?", "client.example", 443, "/?"),
            ("https://client.example/", "client.example", 443, "/"),
            ("https://client.example//a///b", "client.example", 443, "//a///b"),
            ("https://client.example/..a/b../.../a..b/%2ea", "client.example", 443, "/..a/b../.../a..b/%2ea"),
            ("https://[2001:DB8:0::1]/c", "[2001:db8::1]", 443, "/c"),
            ("https://2130706433/c", "2130706433", 443, "/c"),
        ])
    func taken(_ text: String, _ host: String, _ port: Int, _ target: String) throws {
        let url = try FetchURL(text)
        #expect(url.text == text && "\(url)" == text)
        #expect(url.host == host)
        #expect(url.port == port)
        #expect(url.target == target)
        #expect(url.isSecure && !url.isListedLoopback)
    }

    @Test("is the same as another exactly when all bytes are")
    func equality() throws {
        let one = try FetchURL("https://client.example/c")
        for text in [
            "https://Client.example/c", "https://client.example/C", "https://client.example:443/c",
            "https://client.example/c/", "https://client.example/c?", "https://client.example/%63",
        ] {
            #expect(try FetchURL(text) != one, "\(text)")
        }
        #expect(try FetchURL("https://client.example/c") == one)
    }

    @Test(
        "has no fragment, no user, no dot segments, and a path",
        arguments: [
            ("https://client.example/c#", .fragment), ("https://client.example/c#x", .fragment),
            ("https://user@client.example/c", .userInfo), ("https://@client.example/c", .userInfo),
            ("https://user:secret@client.example/c", .userInfo), ("https://a@b@client.example/c", .userInfo),
            ("https://client.example", .noPath), ("https://client.example?x=/y", .noPath),
            ("https://client.example:8443", .noPath),
            ("https:///c", .noHost), ("https:/c", .noHost), ("https:client.example/c", .noHost),
            ("https://client.example/.", .dotSegment), ("https://client.example/./c", .dotSegment),
            ("https://client.example/..", .dotSegment), ("https://client.example/a/../c", .dotSegment),
            ("https://client.example/a/..", .dotSegment), ("https://client.example/../?x", .dotSegment),
            ("https://client.example/%2e%2e/c", .dotSegment),
            ("https://client.example/%2E%2E/c", .dotSegment),
            ("https://client.example/%2e%2E/c", .dotSegment), ("https://client.example/.%2e/c", .dotSegment),
            ("https://client.example/%2E./c", .dotSegment), ("https://client.example/%2e", .dotSegment),
            ("https://client.example/a/%2E/c", .dotSegment),
        ] as [(String, FetchURLFlaw)])
    func flaws(_ text: String, _ expected: FetchURLFlaw) {
        #expect(flaw(text) == expected)
    }

    @Test(
        "is https",
        arguments: [
            "http://client.example/c", "http://localhost/c", "http://127.0.0.1/c", "ftp://client.example/c",
            "data:application/json,1", "file:///etc/passwd", "ws://client.example/c", "urn:x:y",
            "javascript:alert(1)", "gopher://client.example/c",
        ])
    func scheme(_ text: String) {
        #expect(flaw(text) == .scheme)
    }

    @Test(
        "is printable ASCII, as a URI is",
        arguments: [
            "", "client.example/c", "//client.example/c", "https://client.example/ü",
            "https://bücher.example/c",
            "https://client.example/c\n", "https://client.example/c\r\nHost: x", "https://client.example/\0",
            "https://client.example/a b", " https://client.example/c", "https://client.example/c\t",
            "https://client.example\\@127.0.0.1/c", "https://client.example/\u{7f}",
            "https://client.example/%",
            "https://client.example/%2", "https://client.example/%zz", "https://client.example:0/c",
            "https://client.example:/c", "https://client.example:65536/c", "https://client.example:-1/c",
            "https://client.example:80:80/c", "https://[::1/c", "https://[::1%25lo]/c", "https://::1/c",
            "https://[client.example]/c", "https://client。example/c", "https://client.example/\u{200b}",
            "https://client.example/" + String(repeating: "a", count: 2048),
        ])
    func malformed(_ text: String) {
        #expect(flaw(text) == .malformed)
    }

    @Test("of this machine is taken over plain http when its origin, or the URL itself, is listed")
    func loopback() throws {
        let listed = try [
            "http://localhost:3000", "http://127.0.0.1:3001/client.json", "https://[::1]:3002",
        ].map { try #require(LoopbackPlace($0)) }
        for text in [
            "http://localhost:3000/c", "http://LOCALHOST:3000/any?x", "http://127.0.0.1:3001/client.json",
            "https://[0:0::1]:3002/c",
        ] {
            #expect(try FetchURL(text, loopback: listed).isListedLoopback, "\(text)")
        }
        #expect(try !FetchURL("http://localhost:3000/c", loopback: listed).isSecure)
        for text in [
            "http://localhost:3003/c", "http://localhost/c", "http://127.0.0.1:3000/c",
            "http://127.0.0.1:3001/client.json?x", "http://127.0.0.1:3001/", "http://[::1]:3002/c",
            "http://localhost.example:3000/c",
        ] {
            #expect(flaw(text, loopback: listed) == .scheme, "\(text)")
        }
        #expect(flaw("http://localhost:3000/../c", loopback: listed) == .dotSegment)
        #expect(flaw("http://user@localhost:3000/c", loopback: listed) == .userInfo)
        #expect(try !FetchURL("https://localhost:3000/c", loopback: listed).isListedLoopback)
    }

    @Test(
        "is listed only for this machine",
        arguments: [
            "http://client.example", "http://10.0.0.1:3000", "localhost:3000", "http://localhost:3000/c#x",
            "http://user@localhost:3000", "app://localhost", "http://2130706433:3000", "",
        ])
    func places(_ text: String) {
        #expect(LoopbackPlace(text) == nil)
    }
}
