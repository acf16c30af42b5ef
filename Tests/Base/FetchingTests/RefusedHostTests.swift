import Sites
import Support
import Testing
import Web

@testable import Fetching

@Suite("hosts that nobody may have this server connect to")
struct RefusedHostTests {
    /// Literals in every spelling that some program takes for an address, and names that are not the Internet's.
    private static let spellings = [
        "127.0.0.1", "127.1", "127.0.1", "127.255.255.254", "127.0.0.1.", "127.1.", "2130706433",
        "2130706433.",
        "0x7f.1", "0x7f000001", "0X7F.0.0.1", "0x7f.0x0.0x0.0x1", "0x7f.0.0.1.", "017700000001", "0177.0.0.1",
        "0177.1", "0177.0.0x1", "0", "0.0.0.0", "0x0", "00", "0.0", "10.0.0.1", "10.1", "167772161",
        "0xa000001",
        "012.0.0.1", "172.16.0.1", "172.31.255.255", "2886729728", "192.168.0.1", "192.168.1", "3232235521",
        "0xc0a80001", "0300.0250.0.1", "169.254.169.254", "2852039166", "0xa9fea9fe", "0251.0376.0251.0376",
        "0xa9.0xfe.0xa9.0xfe", "169.254.43518", "100.64.0.1", "100.127.255.255", "192.0.0.192", "198.18.0.1",
        "224.0.0.1", "239.255.255.250", "255.255.255.255", "4294967295", "8.8.8.8", "134744072", "8.8.2056",
        "1.2.3.4.5", "1.2.3.256", "999", "99999999999999999999", "0x", "0xg.0x1", "%31%32%37.0.0.1",
        "127.0.0.%31",
        "[::1]", "[::]", "[0:0:0:0:0:0:0:1]", "[::ffff:127.0.0.1]", "[::ffff:7f00:1]", "[::127.0.0.1]",
        "[::ffff:10.0.0.1]", "[::ffff:169.254.169.254]", "[fc00::1]", "[fd00:ec2::254]", "[fe80::1]",
        "[fec0::1]",
        "[ff02::1]", "[64:ff9b::7f00:1]", "[64:ff9b::10.0.0.1]", "[64:ff9b:1::1]", "[2002:7f00:1::]",
        "[2001:0:7f00:1::]", "[2001:db8::1]", "[2606:4700::1111]", "localhost", "LOCALHOST", "localhost.",
        "a.localhost", "localhost.localdomain.local", "printer.local", "metadata.google.internal", "metadata",
        "intranet", "router.home.arpa", "1.0.0.127.in-addr.arpa", "x.onion", "x.alt", "x.invalid", "x.test",
        "client.example.", ".client.example", "client..example", "-client.example", "client-.example",
        "cli_ent.example", "xn--", "a.b.c.%2e", String(repeating: "a", count: 64) + ".example",
    ]

    @Test("neither a literal in any spelling nor a name of a network of one's own is looked up or dialled")
    func spellings() async throws {
        try await Sites.with { sites in
            let fetcher = Fetcher(userAgent: "test", world: sites.world())
            #expect(Set(Self.spellings).count == Self.spellings.count && Self.spellings.count > 60)
            for host in Self.spellings {
                for tail in ["/c", ":443/c", ":8443/c"] {
                    let url = try FetchURL("https://" + host + tail)
                    let result = await fetcher.attempt(url, .document(.strangers))
                    #expect(
                        [.failure(.notAName), .failure(.specialName)].contains(result), "\(url) \(result)")
                }
            }
            #expect(sites.lookups.all == [] && sites.dials.all == [])
        }
    }

    @Test(
        "a name that has an address which is not public is not dialled at all, whatever else it has",
        arguments: [
            "127.0.0.1", "127.8.8.8", "0.0.0.0", "0.1.2.3", "10.0.0.1", "10.255.255.255", "100.64.0.1",
            "100.127.255.255", "168.63.129.16", "169.254.169.254", "172.16.0.1", "172.31.255.255",
            "192.0.0.1",
            "192.0.0.170", "192.0.0.192", "192.0.2.1", "192.31.196.1", "192.52.193.1", "192.88.99.1",
            "192.168.0.1", "192.175.48.1", "198.18.0.1", "198.19.255.255", "198.51.100.1", "203.0.113.1",
            "224.0.0.1", "239.255.255.250", "240.0.0.1", "255.255.255.255", "::", "::1", "::2", "::127.0.0.1",
            "::8.8.8.8", "::ffff:127.0.0.1", "::ffff:10.0.0.1", "::ffff:0:127.0.0.1", "64:ff9b::127.0.0.1",
            "64:ff9b::10.0.0.1", "64:ff9b::169.254.169.254", "64:ff9b:1::8.8.8.8", "100::1", "100:0:0:1::1",
            "1fff:ffff::1", "2001::1", "2001:0:7f00:1::", "2001:2::1", "2001:10::1", "2001:20::1",
            "2001:1ff::1",
            "2001:db8::1", "2002::1", "2002:7f00:1::", "2002:808:808::", "2620:4f:8000::1", "3fff::1",
            "3fff:fff::1", "4000::1", "5f00::1", "fc00::1", "fd00:ec2::254", "fe80::1",
            "fe80::5efe:127.0.0.1",
            "febf::1", "fec0::1", "ff02::1", "ff0e::1", "ffff::1",
        ])
    func addresses(_ address: String) async throws {
        let refused = try #require(IPAddress(address))
        #expect(!refused.isPublic)
        let answers = [
            [address], [address, "93.184.216.34"], ["93.184.216.34", address], ["2606:4700::1", address],
        ]
        for answer in answers {
            let names = Names(answer)
            let fetcher = Fetcher(userAgent: "test", world: names.world)
            let url = try FetchURL("https://client.example/c")
            #expect(await fetcher.attempt(url, .document(.known)) == .failure(.address(refused)))
            #expect(names.dials.all == [])
        }
    }

    @Test(
        "an address is public when it lies beside all that",
        arguments: [
            "1.1.1.1", "8.8.8.8", "9.255.255.255", "11.0.0.0", "100.63.255.255", "100.128.0.0",
            "126.255.255.255",
            "128.0.0.0", "168.63.129.15", "169.253.255.255", "169.255.0.0", "172.15.255.255", "172.32.0.0",
            "192.0.1.0", "192.0.3.0", "192.167.255.255", "192.169.0.0", "198.17.255.255", "198.20.0.0",
            "203.0.112.255", "203.0.114.0", "223.255.255.255", "::ffff:8.8.8.8", "64:ff9b::8.8.8.8",
            "2001:200::1",
            "2001:4860:4860::8888", "2001:db7::1", "2001:db9::1", "2003::1", "2606:4700:4700::1111",
            "2620:4f:7fff::1",
            "3ffe::1", "3fff:1000::1",
        ])
    func publicAddresses(_ address: String) throws {
        #expect(try #require(IPAddress(address)).isPublic)
    }

    @Test("the address that is dialled is the one that was checked: a name is looked up once")
    func rebinding() async throws {
        try await Sites.with { sites in
            try await sites.serve("client.example", at: ["93.184.216.34"]) { _ in .http("{}") }
            sites.name("client.example", ["93.184.216.34"], ["127.0.0.1"])
            let fetcher = Fetcher(userAgent: "test", world: sites.world())
            let url = try FetchURL("https://client.example/c")
            #expect(try await fetcher.attempt(url, .document(.strangers)).get().body == Array("{}".utf8))
            #expect(sites.lookups.all == ["client.example"])
            #expect(sites.dials.all == ["93.184.216.34 443"])
            let refused = try #require(IPAddress("127.0.0.1"))
            #expect(await fetcher.attempt(url, .document(.strangers)) == .failure(.address(refused)))
            #expect(sites.dials.all == ["93.184.216.34 443"])
        }
    }

    @Test("a redirect is a failure, wherever it leads", arguments: [300, 301, 302, 303, 304, 307, 308])
    func redirects(_ status: Int) async throws {
        try await Sites.with { sites in
            let places = [
                "https://127.0.0.1/c", "http://10.0.0.1/", "https://other.example/c", "/d", "//localhost/",
            ]
            for (number, place) in places.enumerated() {
                try await sites.serve("client\(number).example") { _ in
                    .http("{}", status: "\(status) Over There", fields: ["Location: \(place)"])
                }
                let fetcher = Fetcher(userAgent: "test", world: sites.world())
                let url = try FetchURL("https://client\(number).example/c")
                #expect(await fetcher.attempt(url, .document(.strangers)) == .failure(.status(status)))
            }
            #expect(sites.dials.all.count == places.count)
            #expect(sites.lookups.all == places.indices.map { "client\($0).example" })
        }
    }

    @Test("what is of this machine is dialled when it is listed, without being looked up")
    func loopback() async throws {
        try await Sites.with { sites in
            try await sites.serve("localhost", at: ["127.0.0.1", "::1"], port: 3000, showing: .nothing) { _ in
                .http("{}")
            }
            let fetcher = Fetcher(userAgent: "test", world: sites.world())
            let listed = try ["http://localhost:3000", "http://127.0.0.1:3000", "http://[::1]:3000"].map {
                try #require(LoopbackPlace($0))
            }
            for place in listed {
                let url = try FetchURL(place.text + "/c.json", loopback: listed)
                #expect(await fetcher.attempt(url, .document(.strangers)).isSuccess, "\(place.text)")
            }
            #expect(sites.lookups.all == [])
            #expect(sites.dials.all == ["127.0.0.1 3000", "127.0.0.1 3000", "::1 3000"])
            #expect(sites.requests.all.first?.hasPrefix("GET /c.json HTTP/1.1\r\n") == true)
            #expect(sites.requests.all.first?.lowercased().contains("host: localhost:3000\r\n") == true)
        }
    }
}
