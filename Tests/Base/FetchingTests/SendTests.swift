import Sites
import Support
import Testing
import Web
import WireText

@testable import Fetching

@Suite("a request to one whom the operator chose")
struct SendTests {
    private static let token = FetchRequest.Taken(statuses: [200, 400], types: [.json, .form])

    private func fetcher(_ sites: Sites, _ networks: String...) throws -> Fetcher {
        Fetcher(
            userAgent: "mcp-auth/1", networks: try networks.map { try IPNetwork($0) }, world: sites.world())
    }

    private func failure(_ result: Result<FetchedAnswer, FetchFailure>) -> FetchFailure? {
        if case .failure(let failure) = result { failure } else { nil }
    }

    @Test("is a GET, or a POST with a form, with the fields that it has")
    func request() async throws {
        try await Sites.with { sites in
            try await sites.serve("id.example") { _ in .http("{}") }
            let fetcher = try fetcher(sites)
            let url = try FetchURL("https://id.example/token?a=b")
            let field = FetchRequest.Field("authorization", "Basic YQ==")
            _ = try await fetcher.send(FetchRequest(url, fields: [field])).get()
            let post = FetchRequest(url, method: .post(form: Array("code=a%20b".utf8)), fields: [field])
            _ = try await fetcher.send(post).get()
            let common =
                "host: id.example\r\naccept: application/json\r\naccept-encoding: identity\r\n"
                + "user-agent: mcp-auth/1\r\nconnection: close\r\nauthorization: Basic YQ==\r\n"
            #expect(
                sites.requests.all == [
                    "GET /token?a=b HTTP/1.1\r\n\(common)\r\n",
                    "POST /token?a=b HTTP/1.1\r\n\(common)content-type: application/x-www-form-urlencoded\r\n"
                        + "content-length: 10\r\n\r\ncode=a%20b",
                ])
        }
    }

    @Test("is answered in the statuses and the media types that are taken, and no other")
    func taken() async throws {
        try await Sites.with { sites in
            try await sites.serve("json.example") { _ in
                .http("{}", status: "400 Bad Request", fields: ["Date: Sun, 06 Nov 1994 08:49:37 GMT"])
            }
            try await sites.serve("form.example") { _ in
                .http("a=b", type: "application/x-www-form-urlencoded; charset=utf-8")
            }
            try await sites.serve("moved.example") { _ in
                .http("{}", status: "307 Temporary Redirect", fields: ["Location: https://json.example/"])
            }
            try await sites.serve("page.example") { _ in .http("<html>", type: "text/html") }
            let fetcher = try fetcher(sites)
            func send(_ host: String, _ taken: FetchRequest.Taken) async throws -> Result<
                FetchedAnswer, FetchFailure
            > {
                await fetcher.send(FetchRequest(try FetchURL("https://\(host).example/"), taking: taken))
            }
            let json = try await send("json", Self.token).get()
            #expect(json.status == 400 && json.form == .json && json.date == 784_111_777)
            #expect(failure(try await send("json", .document)) == .status(400))
            let form = try await send("form", Self.token).get()
            #expect(form.form == .form && form.body == Array("a=b".utf8))
            guard case .mediaType(_)? = failure(try await send("form", .document)) else {
                Issue.record("a form is no JSON")
                return
            }
            #expect(failure(try await send("moved", Self.token)) == .status(307))
            #expect(failure(try await send("page", Self.token)) == .mediaType("text/html"))
        }
    }

    @Test("fails at once, and not when the time is over")
    func atOnce() async throws {
        try await Sites.with { sites in
            let clock = MovableClock()
            sites.name("gone.example", ["93.184.215.1"])
            let fetcher = Fetcher(userAgent: "test", world: sites.world { try await clock.sleep($0) })
            let url = try FetchURL("https://gone.example/")
            #expect(
                failure(await fetcher.send(FetchRequest(url))) == .connection("connection refused"))
            #expect(clock.now == MovableClock.start)
            sites.name("silent.example", ["93.184.215.2"])
            sites.silence("93.184.215.2")
            let silent = FetchRequest(try FetchURL("https://silent.example/"), time: .seconds(2))
            let waiting = Task { await fetcher.send(silent) }
            await clock.sleeper()
            clock.advance(by: .seconds(2))
            #expect(failure(await waiting.value) == .late)
        }
    }

    @Test("goes to public addresses, and to networks that are listed for it")
    func networks() async throws {
        try await Sites.with { sites in
            try await sites.serve("id.example", at: ["10.1.2.3"]) { _ in .http("{}") }
            try await sites.serve("keycloak", at: ["10.1.2.4"]) { _ in .http("{}") }
            try await sites.serve("10.1.2.5", at: ["10.1.2.5"], port: 80, showing: .nothing) { _ in
                .http("{}")
            }
            sites.name("mixed.example", ["10.1.2.3", "192.168.0.1"])
            let (listing, other) = (try fetcher(sites, "10.1.0.0/16"), try fetcher(sites))
            for text in ["https://id.example/", "https://keycloak/", "http://10.1.2.5/"] {
                let request = FetchRequest(try FetchURL(text, written: WebOrigin("http://10.1.2.5")))
                let (there, elsewhere) = (await listing.send(request), await other.send(request))
                #expect(failure(there) == nil && failure(elsewhere) != nil, "\(text)")
            }
            let refused = ["mixed.example", "127.0.0.1", "10.2.0.1", "[::1]", "2130706433"]
            for host in refused {
                let request = FetchRequest(try FetchURL("https://\(host)/"))
                switch failure(await listing.send(request)) {
                case .address(_), .notAName: break
                case let failure: Issue.record("\(host): \(String(describing: failure))")
                }
            }
            #expect(sites.dials.all == ["10.1.2.3 443", "10.1.2.4 443", "10.1.2.5 80"])
        }
    }

    @Test("goes over plain http only where the operator wrote it so, to this machine without a look-up")
    func written() async throws {
        let own = WebOrigin("http://127.0.0.1:9000")
        let url = try FetchURL("http://127.0.0.1:9000/token", written: own)
        #expect(url.isListedLoopback && !url.isSecure)
        let development = WebOrigin("http://keycloak:8080")
        let elsewhere = try FetchURL("http://keycloak:8080/realms", written: development)
        #expect(!elsewhere.isListedLoopback && !elsewhere.isSecure)
        for text in [
            "http://127.0.0.1:9001/token", "http://localhost:9000/token", "http://keycloak/realms",
            "http://id.example/",
        ] {
            #expect(throws: FetchURLFlaw.scheme) { try FetchURL(text, written: own) }
            #expect(throws: FetchURLFlaw.scheme) { try FetchURL(text, written: development) }
        }
        try await Sites.with { sites in
            try await sites.serve("127.0.0.1", at: ["127.0.0.1"], port: 9000, showing: .nothing) { _ in
                .http("{}")
            }
            #expect(failure(await (try fetcher(sites)).send(FetchRequest(url))) == nil)
            // Another origin of this machine is as unreachable as before.
            let other = try FetchURL("https://127.0.0.1:9000/token")
            #expect(failure(await (try fetcher(sites)).send(FetchRequest(other))) == .notAName)
            #expect(sites.lookups.all == [])
        }
    }

    @Test("has secrets in it that nothing prints")
    func printed() throws {
        let url = try FetchURL("https://id.example/token")
        let request = FetchRequest(
            url, method: .post(form: Array("secret".utf8)),
            fields: [FetchRequest.Field("authorization", "secret")])
        let answer = FetchedAnswer(status: 200, form: .json, body: Array("secret".utf8))
        var printed = ""
        dump(request, to: &printed)
        dump(answer, to: &printed)
        printed += "\(request) \(answer)"
        #expect(!printed.contains("secret") && !printed.contains("115"))
    }
}
