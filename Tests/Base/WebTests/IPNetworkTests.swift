import Testing
import Web

@Suite("a network of IP addresses")
struct IPNetworkTests {
    private func flaw(_ text: String) -> IPNetworkFlaw? {
        do throws(IPNetworkFlaw) {
            _ = try IPNetwork(text)
            return nil
        } catch { return error }
    }

    @Test(
        "has the addresses that begin with its bits, and no others",
        arguments: [
            (
                "10.0.0.0/8", ["10.0.0.0", "10.255.255.255", "::ffff:10.1.2.3"],
                ["9.255.255.255", "11.0.0.0", "::"]
            ),
            ("192.0.2.128/25", ["192.0.2.128", "192.0.2.255"], ["192.0.2.127", "192.0.3.128"]),
            ("192.0.2.6/31", ["192.0.2.6", "192.0.2.7"], ["192.0.2.5", "192.0.2.8"]),
            ("192.0.2.1", ["192.0.2.1", "::ffff:192.0.2.1"], ["192.0.2.0", "192.0.2.2", "::192.0.2.1"]),
            ("192.0.2.1/32", ["192.0.2.1"], ["192.0.2.2"]),
            ("0.0.0.0/0", ["0.0.0.0", "255.255.255.255", "::ffff:1.2.3.4"], ["::", "::1", "2001:db8::1"]),
            ("::/0", ["::", "2001:db8::1"], ["0.0.0.0", "192.0.2.1", "::ffff:192.0.2.1"]),
            (
                "2001:db8::/32", ["2001:db8::", "2001:db8:ffff::1"],
                ["2001:db7:ffff::", "2001:db9::", "32.1.13.184"]
            ),
            ("2001:db8::4/127", ["2001:db8::4", "2001:db8::5"], ["2001:db8::3", "2001:db8::6"]),
            ("fd00::1", ["fd00::1", "fd00:0::0:1"], ["fd00::", "fd00::2"]),
            ("::1/128", ["::1"], ["127.0.0.1", "0.0.0.1", "::"]),
            ("::ffff:10.0.0.0/104", ["10.0.0.1", "::ffff:10.255.0.1"], ["11.0.0.0", "::ffff:0:0:1"]),
            ("::ffff:0:0/96", ["10.0.0.1", "203.0.113.7"], ["::1", "2001:db8::1"]),
        ])
    func members(_ text: String, _ inside: [String], _ outside: [String]) throws {
        let network = try IPNetwork(text)
        for address in inside { #expect(network.contains(try #require(IPAddress(address))), "\(address)") }
        for address in outside { #expect(!network.contains(try #require(IPAddress(address))), "\(address)") }
    }

    @Test("is written as CIDR, a single address without its length")
    func description() throws {
        for (text, canonical) in [
            ("10.0.0.0/8", "10.0.0.0/8"), ("10.0.0.1/32", "10.0.0.1"), ("10.0.0.1", "10.0.0.1"),
            ("2001:DB8:0::/32", "2001:db8::/32"), ("::1/128", "::1"), ("::/0", "::/0"),
            ("0.0.0.0/0", "0.0.0.0/0"),
            ("::ffff:10.0.0.0/104", "10.0.0.0/8"),
        ] {
            #expect("\(try IPNetwork(text))" == canonical)
        }
    }

    @Test(
        "begins with an address",
        arguments: ["", "/8", "10/8", "10.0.0/8", "example.com", "example.com/24", "*"])
    func noAddress(_ text: String) {
        #expect(flaw(text) == .address)
    }

    @Test(
        "has a length that its address has bits for",
        arguments: [
            ("10.0.0.0/33", 0...32), ("10.0.0.0/", 0...32), ("10.0.0.0/-1", 0...32), ("10.0.0.0/+8", 0...32),
            ("10.0.0.0/08", 0...32), ("10.0.0.0/8/8", 0...32), ("10.0.0.0/255.0.0.0", 0...32),
            ("10.0.0.0/ 8", 0...32),
            ("10.0.0.0/99999999999999999999", 0...32), ("10.0.0.0/٨", 0...32), ("2001:db8::/129", 0...128),
            ("::ffff:10.0.0.0/8", 96...128), ("::ffff:10.0.0.0/129", 96...128),
        ])
    func length(_ text: String, _ range: ClosedRange<Int>) {
        #expect(flaw(text) == .length(range))
    }

    @Test(
        "has no bits beyond its length; the network that has none is at hand",
        arguments: [
            ("10.0.0.1/8", "10.0.0.0/8"), ("192.0.2.129/25", "192.0.2.128/25"), ("10.0.0.1/0", "0.0.0.0/0"),
            ("2001:db8::1/32", "2001:db8::/32"), ("::ffff:10.0.0.1/104", "10.0.0.0/8"),
        ])
    func bitsBeyond(_ text: String, _ meant: String) throws {
        #expect(flaw(text) == .bitsBeyondLength(try IPNetwork(meant)))
    }

    @Test("is everything only with no bits at all")
    func everything() throws {
        for text in ["0.0.0.0/0", "::/0", "::ffff:0:0/96"] { #expect(try IPNetwork(text).isEverything) }
        for text in ["0.0.0.0/1", "::/1", "0.0.0.0", "::"] { #expect(try !IPNetwork(text).isEverything) }
    }
}
