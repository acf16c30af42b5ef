import Testing
import Web

@Suite("an IP address")
struct IPAddressTests {
    @Test(
        "is read in every form that it can be written in, and written in one",
        arguments: [
            ("192.0.2.1", "192.0.2.1"), ("0.0.0.0", "0.0.0.0"), ("255.255.255.255", "255.255.255.255"),
            ("::", "::"), ("::1", "::1"), ("2001:DB8:0:0:0:0:0:1", "2001:db8::1"),
            ("2001:0db8:0000:0000:0001:0000:0000:0001", "2001:db8::1:0:0:1"),
            ("ffff:ffff:ffff:ffff:ffff:ffff:255.255.255.255", "ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff"),
            ("::ffff:192.0.2.1", "192.0.2.1"), ("::FFFF:c000:201", "192.0.2.1"),
            ("0:0:0:0:0:ffff:192.0.2.1", "192.0.2.1"), ("64:ff9b::192.0.2.1", "64:ff9b::c000:201"),
        ])
    func forms(_ text: String, _ canonical: String) throws {
        let address = try #require(IPAddress(text))
        #expect("\(address)" == canonical)
        #expect(IPAddress(canonical) == address)
    }

    @Test(
        "is nothing else",
        arguments: [
            "", " ", "1.2.3", "1.2.3.4.5", "1.2.3.256", "01.2.3.4", "1.2.3.04", "1.2.3.4 ", " 1.2.3.4",
            "1.2.3.-4",
            "0x1.2.3.4", "16909060", "1.2.3.4\0", "1.2.3.4\0.example", "١.٢.٣.٤", ":", ":::", "1::2::3",
            "12345::", "g::", "::1%eth0", "[::1]", "::1:", "1:2:3:4:5:6:7", "1:2:3:4:5:6:7:8:9", "localhost",
            "1.2.3.4:80", "::ffff:1.2.3", "::ffff:1.2.3.4.5", "unknown", "_hidden",
            String(repeating: "0:", count: 100), String(repeating: "1", count: 100_000),
        ])
    func others(_ text: String) {
        #expect(IPAddress(text) == nil)
    }

    @Test("of version 4 is none of version 6 with the same number")
    func versions() {
        #expect(IPAddress("0.0.0.1") != IPAddress("::1"))
        #expect(IPAddress("192.0.2.1") != IPAddress("::192.0.2.1"))
    }

    @Test(
        "of this machine is one of 127.0.0.0/8 or ::1, however it is written",
        arguments: [
            ("127.0.0.1", true), ("127.255.255.255", true), ("::1", true), ("0:0:0:0:0:0:0:1", true),
            ("::ffff:127.0.0.1", true), ("::FFFF:7f00:1", true), ("126.255.255.255", false),
            ("128.0.0.1", false), ("0.0.0.0", false), ("::", false), ("::2", false), ("::127.0.0.1", false),
            ("fe80::1", false), ("::ffff:128.0.0.1", false),
        ])
    func loopback(_ text: String, _ isLoopback: Bool) throws {
        #expect(try #require(IPAddress(text)).isLoopback == isLoopback)
    }

    @Test("those of this machine are loopback, and those for all are not")
    func listened() {
        #expect(IPAddress.thisMachine.map(\.description) == ["127.0.0.1", "::1"])
        #expect(IPAddress.thisMachine.map(\.isLoopback) == [true, true])
        #expect(IPAddress.everywhere.map(\.description) == ["0.0.0.0", "::"])
    }

    @Test("stands in brackets in a URL if there are colons in it, and only then")
    func brackets() {
        #expect(IPAddress(inBrackets: "[2001:db8::1]") == IPAddress("2001:db8::1"))
        for text in ["2001:db8::1", "[192.0.2.1]", "[::1", "::1]", "[]", "[", "[::1]]", "[[::1]"] {
            #expect(IPAddress(inBrackets: text) == nil, "\(text)")
        }
    }
}
