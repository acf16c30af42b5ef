import Sites
import Support
import Testing
import Web

@testable import Fetching

@Suite("a connection")
struct ConnectionTests {
    private func failure(_ fetcher: Fetcher, _ text: String) async throws -> FetchFailure? {
        switch await fetcher.attempt(try FetchURL(text), .document(.strangers)) {
        case .success: nil
        case .failure(let failure): failure
        }
    }

    private func expect(_ fetcher: Fetcher, _ text: String, _ expected: FetchFailure?) async throws {
        let failure = try await failure(fetcher, text)
        #expect(failure == expected, "\(text)")
    }

    @Test("is believed with a certificate for its name, in time, of an authority that is trusted")
    func certificates() async throws {
        try await Sites.with { sites in
            let answer: @Sendable (String) -> SiteAnswer = { _ in .http("{}") }
            try await sites.serve("good.example", answer: answer)
            try await sites.serve(
                "wild.example", showing: .certificate(names: "DNS:*.example"), answer: answer)
            try await sites.serve(
                "name.example", showing: .certificate(names: "DNS:other.example"), answer: answer)
            try await sites.serve(
                "number.example", at: ["93.184.216.99"], showing: .certificate(names: "IP:93.184.216.99"),
                answer: answer)
            try await sites.serve("late.example", showing: .certificate(days: -1), answer: answer)
            try await sites.serve("stranger.example", showing: .strangers, answer: answer)
            try await sites.serve("plain.example", showing: .nothing, answer: answer)
            let fetcher = Fetcher(userAgent: "test", world: sites.world())
            try await expect(fetcher, "https://good.example/c", nil)
            try await expect(fetcher, "https://wild.example/c", nil)
            for name in ["name", "number"] {
                let told = try await failure(fetcher, "https://\(name).example/c")
                #expect(told == .tls("the certificate is for another name"), "\(name)")
            }
            for name in ["late", "stranger"] {
                let told = try await failure(fetcher, "https://\(name).example/c")
                let words = "the certificate is not valid, or not of an authority that this machine trusts"
                #expect(told == .tls(words), "\(name)")
            }
            try await expect(fetcher, "https://plain.example/c", .tls("the server doesn't speak TLS"))
            #expect(sites.requests.all.filter { $0.hasPrefix("GET ") }.count == 2)

            var world = sites.world()
            world.trust = TLSTrust()
            let other = Fetcher(userAgent: "test", world: world)
            guard case .tls(_)? = try await failure(other, "https://good.example/c") else {
                Issue.record("the test's authority is not the system's")
                return
            }
        }
    }

    @Test(
        "is tried at the other addresses of a name where one doesn't take it, both versions in turn, four at most"
    )
    func fallback() async throws {
        try await Sites.with { sites in
            try await sites.serve("client.example", at: ["93.184.216.40"]) { _ in .http("{}") }
            let fetcher = Fetcher(userAgent: "test", world: sites.world())
            sites.name("client.example", ["2606:4700::1", "2606:4700::2", "93.184.216.40"])
            try await expect(fetcher, "https://client.example/c", nil)
            #expect(sites.dials.all == ["2606:4700::1 443", "93.184.216.40 443"])

            sites.name("gone.example", (1...9).map { "93.184.215.\($0)" })
            try await expect(fetcher, "https://gone.example/c", .connection("connection refused"))
            #expect(sites.dials.all.dropFirst(2) == (1...4).map { "93.184.215.\($0) 443" }[...])
        }
    }

    @Test("is tried at the next address when one says nothing for a second")
    func silence() async throws {
        try await Sites.with { sites in
            let clock = MovableClock()
            try await sites.serve("client.example", at: ["93.184.216.40"]) { _ in .http("{}") }
            sites.name("client.example", ["2606:4700::1", "93.184.216.40"])
            sites.silence("2606:4700::1")
            let fetcher = Fetcher(userAgent: "test", world: sites.world { try await clock.sleep($0) })
            let url = try FetchURL("https://client.example/c")
            async let fetched = fetcher.attempt(url, .document(.strangers))
            await clock.sleeper()
            #expect(sites.dials.all == ["2606:4700::1 443"])
            clock.advance(by: .seconds(1))
            #expect(await fetched.isSuccess)
            #expect(sites.dials.all == ["2606:4700::1 443", "93.184.216.40 443"])
        }
    }

    @Test("of a name that has no address is none")
    func noName() async throws {
        try await Sites.with { sites in
            let fetcher = Fetcher(userAgent: "test", world: sites.world())
            try await expect(fetcher, "https://nobody.example/c", .noSuchName)
            sites.name("empty.example", [])
            try await expect(fetcher, "https://empty.example/c", .noSuchName)
            #expect(sites.dials.all == [])
        }
    }

    @Test("goes through the proxy that was configured, and to no host that isn't the Internet's")
    func proxy() async throws {
        try await Sites.with { sites in
            try await sites.serve("client.example", at: ["93.184.216.40"]) { _ in .http("{}") }
            try await sites.proxy("proxy.corp", at: "10.0.0.5", port: 3128)
            let proxy = try #require(WebOrigin("http://proxy.corp:3128"))
            let fetcher = Fetcher(userAgent: "test", proxy: proxy, world: sites.world())
            try await expect(fetcher, "https://client.example/c", nil)
            #expect(sites.lookups.all == ["proxy.corp"])
            #expect(sites.dials.all == ["10.0.0.5 3128"])
            #expect(
                sites.requests.all.first
                    == "CONNECT client.example:443 HTTP/1.1\r\nHost: client.example:443\r\n\r\n")
            // The proxy does not know it.
            try await expect(
                fetcher, "https://nobody.example:8443/c", .proxy("it answered: HTTP/1.1 502 Bad Gateway"))
            let dials = sites.dials.all.count
            try await expect(fetcher, "https://10.0.0.1/c", .notAName)
            try await expect(fetcher, "https://printer.local/c", .specialName)
            #expect(sites.dials.all.count == dials)
        }
    }
}
