import Foundation
import JSON
import Support
import Testing
import Timeline
import WireText

/// The timeline for people and for programs. What it tells of attempts is the timeline's own affair.
@Suite("the timeline, shown")
struct FlowsPageTests {
    @Test("each attempt is a line of the list and a page of its own, with a diagram and each request")
    func pages() async throws {
        try await TestServer.run { (server) async throws in
            let client = try await TestClient.register(server)
            _ = try await client.tokens()
            let browser = Browser(server)
            let list = try await browser.get("/flows")
            #expect(list.status == 200)
            #expect(list["cache-control"] == "no-store" && list["vary"] == "Accept")
            let links = list.text.matches(of: #/href="(\/flows\?flow=[A-Za-z0-9_-]+)"/#).map { String($0.1) }
            #expect(!links.isEmpty)
            var requests = 0
            for link in links {
                let page = try await browser.get(link)
                #expect(page.status == 200)
                #expect(page.text.contains("<svg class=\"sequence\"") && page.text.contains("class=\"hops\""))
                requests += page.text.components(separatedBy: "<p class=\"words\">").count - 1
            }
            // Registration, consent asked and given, login, code, tokens.
            #expect(requests >= 6)
        }
    }

    @Test("exports have the same attempts, and say which server and process saw them")
    func exports() async throws {
        try await TestServer.run { (server) async throws in
            _ = try await TestClient.register(server).tokens()
            let all = try await server.get("/flows")
            #expect(all["content-type"] == "application/json")
            #expect(all.json["issuer"] == .string(server.issuer))
            #expect(all.json["process"]?.string?.shown.hasPrefix("process ") == true)
            let flows = try #require(all.json["flows"]?.array)
            #expect(flows.count == server.timeline?.summaries().count)
            for flow in flows {
                let name = try #require(flow["flow"]?.string?.shown)
                let one = try await server.get("/flows?format=json&flow=\(name)")
                #expect(one.json["flow"]?["hops"] == flow["hops"])
                let text = try await server.get("/flows?format=text&flow=\(name)")
                #expect(text["content-type"] == "text/plain; charset=utf-8")
                #expect(text.text.contains(server.issuer) && text.text.contains(name))
            }
            let text = try await server.get("/flows?format=text", headers: [("Accept", "text/html")])
            #expect(text["content-type"] == "text/plain; charset=utf-8")
        }
    }

    @Test(
        "nothing of it is a secret: tokens, codes, states, verifiers and cookies are in no page and no export"
    )
    func secrets() async throws {
        try await TestServer.run { (server) async throws in
            let client = try await TestClient.register(server)
            let tokens = try await client.tokens()
            _ = try await client.refresh(tokens.refresh ?? "")
            _ = try await server.introspect(tokens.access)
            for accept in ["text/html", "application/json", "text/plain"] {
                let format = accept == "text/plain" ? "format=text&" : ""
                let names = (server.timeline?.summaries() ?? []).map { "flow=" + $0.name.text }
                for query in [""] + names {
                    let found = server.secrets
                    let answer = try await server.plain("/flows?" + format + query, accept: accept)
                    #expect(answer.status == 200)
                    #expect(found.found(in: withoutForms(answer.text)) == [], "\(accept) \(query)")
                }
            }
        }
    }

    /// What ties a form to its browser is meant for the page.
    private func withoutForms(_ page: String) -> String {
        page.replacing(#/<input type="hidden" name="csrf" value="[^"]*">/#, with: "")
    }

    @Test("the list can be narrowed by client, verdict and anything that it shows")
    func filters() async throws {
        try await TestServer.run { (server) async throws in
            _ = try await TestClient.demo(server).authorize()
            _ = try await TestClient.demo(server).authorize(["response_type": "token"])
            func count(_ query: String) async throws -> Int? {
                try await server.get("/flows?" + query).json["flows"]?.array?.count
            }
            let all = try #require(try await count(""))
            #expect(all >= 1)
            #expect(try await count("client=demo-client") == all)
            #expect(try await count("client=nobody") == 0)
            #expect(try await count("q=no+such+thing") == 0)
            var sum = 0
            for verdict in ["going_on", "done", "refused", "stopped"] {
                sum += try #require(try await count("verdict=" + verdict))
            }
            #expect(sum == all)
            let page = try await Browser(server).get("/flows?client=nobody&q=%3Cb%3E")
            #expect(page.text.contains("No attempt is like that"))
            #expect(page.text.contains("value=\"nobody\"") && page.text.contains("value=\"&lt;b&gt;\""))
        }
    }

    @Test("what is pinned stays when all else is forgotten")
    func pin() async throws {
        try await TestServer.run { (server) async throws in
            let browser = Browser(server)
            _ = try await TestClient.demo(server).authorize()
            let name = try #require(server.timeline?.summaries().first?.name.text)
            let page = try await browser.get("/flows?flow=" + name)
            let answer = try await browser.operate("pin", on: page)
            #expect(answer.status == 303 && answer.location == "/flows?flow=" + name)
            #expect(server.timeline?.summaries().first { $0.name.text == name }?.isPinned == true)
            _ = try await TestClient.demo(server).authorize(["scope": "nothing"])
            _ = try await browser.operate("clear", on: try await browser.get("/flows"))
            #expect(server.timeline?.summaries().map(\.name.text) == [name])
            _ = try await browser.operate("unpin", on: try await browser.get("/flows?flow=" + name))
            _ = try await browser.operate("clear", on: try await browser.get("/flows"))
            #expect(server.timeline?.summaries().isEmpty == true)
            #expect(try await browser.get("/flows").text.contains("Nothing has happened yet"))
            // The page that stood open leads to a word of what became of it.
            expectNotFound(try await browser.get("/flows?flow=" + name))
            expectNotFound(try await browser.operate("pin", on: page))
        }
    }

    private func expectNotFound(_ answer: Response) {
        #expect(answer.status == 404)
        #expect(answer.text.contains("not in the timeline"))
    }

    @Test("while it is paused nothing is added, and the page says so")
    func pause() async throws {
        try await TestServer.run { (server) async throws in
            let browser = Browser(server)
            _ = try await browser.operate("pause", on: try await browser.get("/flows"))
            let before = server.timeline?.summaries().count
            _ = try await TestClient.demo(server).authorize()
            #expect(server.timeline?.summaries().count == before)
            let page = try await browser.get("/flows?verdict=stopped")
            #expect(page.text.contains("<strong>Paused</strong>"))
            let answer = try await browser.operate("resume", on: page)
            #expect(answer.location == "/flows?verdict=stopped")
            _ = try await TestClient.demo(server).authorize()
            #expect((server.timeline?.summaries().count ?? 0) > (before ?? 0))
        }
    }

    @Test(
        "what can't be read is refused, and changes nothing",
        arguments: [
            "format=xml", "verdict=perhaps", "q=%ff", "flow=a&flow=b",
        ])
    func unread(query: String) async throws {
        try await TestServer.run { (server) async throws in
            let answer = try await server.get("/flows?" + query)
            #expect(answer.status == 400 && answer.error == "invalid_request")
            expectPage(try await Browser(server).get("/flows?" + query))
        }
    }

    @Test(
        "its page runs the one script of this server, asks nobody else for anything, and is framed by nobody")
    func policy() async throws {
        try await TestServer.run { (server) async throws in
            let page = try await Browser(server).get("/flows")
            let policy = try #require(page["content-security-policy"])
            #expect(policy.hasPrefix("default-src 'none'; "))
            #expect(policy.contains("; script-src 'sha256-") && policy.contains("; connect-src 'self'; "))
            #expect(policy.contains("frame-ancestors 'none'") && !policy.contains("unsafe"))
            #expect(page.text.components(separatedBy: "<script").count == 2)
            let operatorPage = try await Browser(server, header: ("Via", "x")).get("/flows")
            #expect(operatorPage["content-security-policy"]?.contains("script-src") == false)
        }
    }
}

extension TestServer {
    /// Without noting the answer as what may not be shown.
    fileprivate func plain(_ path: String, accept: String) async throws -> Response {
        let port = issuer.split(separator: ":").last.flatMap { Int($0) } ?? 0
        let client = try await RawClient.connect(port)
        try await client.send(
            "GET \(path) HTTP/1.1\r\nHost: localhost:\(port)\r\nAccept: \(accept)\r\nConnection: close\r\n\r\n"
        )
        let answer = try await client.answer()
        return Response(status: answer.status, headers: [], body: Array(answer.body.utf8))
    }
}
