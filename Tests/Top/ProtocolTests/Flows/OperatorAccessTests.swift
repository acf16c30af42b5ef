import Foundation
import JSON
import Support
import Testing
import Timeline

/// `auth: operator`: this machine as far as it can be told from others, else the operator token.
@Suite("who runs the server")
struct OperatorAccessTests {
    private static let page = [("Accept", "text/html")]
    /// Makes nobody of this machine.
    private static let forwarded = ("X-Forwarded-For", "192.0.2.1")

    @Test(
        "is whoever asks from this machine under the issuer's own name, by itself or from a page of this server"
    )
    func local() async throws {
        try await TestServer.run { (server) async throws in
            for site in [nil, "none", "same-origin"] {
                let headers = site.map { [("Sec-Fetch-Site", $0)] } ?? []
                #expect(try await server.get("/flows", headers: Self.page + headers).status == 200)
                #expect(try await server.get("/flows", headers: headers).json["flows"] != nil)
            }
        }
    }

    @Test(
        "is nobody who fails one condition of the trust in this machine, token or not",
        arguments: [
            ("X-Forwarded-For", "127.0.0.1"), ("Forwarded", "for=127.0.0.1"), ("Via", "1.1 proxy"),
            ("X-Real-IP", "127.0.0.1"), ("CF-Ray", "x"), ("Sec-Fetch-Site", "cross-site"),
            ("Sec-Fetch-Site", "same-site"), ("Sec-Fetch-Site", ""),
        ])
    func untrusted(name: String, value: String) async throws {
        try await TestServer.run { (server) async throws in
            let answer = try await server.get("/flows", headers: [(name, value)])
            #expect(answer.status == 403)
            #expect(answer.error == "access_denied")
            expectPage(try await server.get("/flows", headers: Self.page + [(name, value)]), status: 403)
        }
        try await TestServer.run([.operated]) { (server) async throws in
            let answer = try await server.get("/flows", headers: [(name, value)])
            #expect(answer.status == 401)
            #expect(answer["www-authenticate"] == #"Bearer realm="mcp-auth operator""#)
            let form = try await server.get("/flows", headers: Self.page + [(name, value)])
            #expect(form.status == 401)
            #expect(form.text.contains("name=\"token\"") && form["cache-control"] == "no-store")
        }
    }

    @Test(
        "this machine under another of its names is not trusted, and under a foreign one it is no page at all"
    )
    func names() async throws {
        try await TestServer.run([.operated]) { (server) async throws in
            let port = server.issuer.split(separator: ":").last.map(String.init) ?? ""
            for (host, status) in [
                ("127.0.0.1:" + port, 401), ("[::1]:" + port, 401), ("evil.example", 421),
                ("evil.example:" + port, 421), ("localhost.evil.example:" + port, 421), ("localhost:1", 421),
            ] {
                let answer = try await server.get("/flows", headers: Self.page + [("Host", host)])
                #expect(answer.status == status, "\(host)")
                // Not even with the token: a page of another name would read the answer.
                if status == 421 {
                    #expect(try await server.operate("/flows", headers: [("Host", host)]).status == 421)
                }
            }
            let port80 = try await RawClient.connect(Int(port) ?? 0)
            try await port80.send(
                "GET http://localhost:\(port)/flows HTTP/1.1\r\nHost: localhost:\(port)\r\n\r\n")
            #expect(try await port80.answer().status == 401, "an absolute target gives no trust")
        }
    }

    @Test(
        "is a program with the token, wherever it asks from, and none with another, on this machine neither")
    func bearer() async throws {
        try await TestServer.run([.operated]) { (server) async throws in
            #expect(try await server.operate("/flows", headers: [Self.forwarded]).status == 200)
            #expect(
                try await server.get(
                    "/flows", headers: [("authorization", "bearer  " + operatorToken), Self.forwarded]
                ).status == 200)
            for wrong in [operatorToken + "x", String(operatorToken.dropLast()), "", "é"] {
                let answer = try await server.get("/flows", headers: [("Authorization", "Bearer " + wrong)])
                #expect(answer.status == 401, "\(wrong)")
                #expect(answer["www-authenticate"]?.hasSuffix(#"error="invalid_token""#) == true)
            }
            let twice = [("Authorization", "Bearer " + operatorToken), ("Authorization", "Bearer x")]
            #expect(try await server.get("/flows", headers: twice + [Self.forwarded]).status >= 400)
        }
        try await TestServer.run { (server) async throws in
            #expect(try await server.operate("/flows").status == 403)
        }
    }

    @Test("is a person who signed in with it, for eight hours; the way leads back to what they wanted to see")
    func session() async throws {
        try await TestServer.run([.operated]) { (server) async throws in
            let browser = Browser(server, header: Self.forwarded)
            let wrong = try await browser.signIn(with: operatorToken + "x")
            #expect(wrong.status == 401)
            #expect(wrong.text.contains("This is not the operator token of this server."))
            #expect(browser.cookie("mcp_auth_operator") == nil)

            let right = try await browser.signIn("/flows?verdict=done")
            #expect(right.status == 303 && right.location == "/flows?verdict=done")
            let cookie = right.all("set-cookie").first { $0.hasPrefix("mcp_auth_operator=") }
            #expect(
                cookie?.hasSuffix("; Path=/; HttpOnly; SameSite=Strict; Max-Age=28800") == true,
                "\(cookie ?? "")")
            let page = try await browser.get("/flows")
            #expect(page.status == 200)

            server.clock.advance(by: .seconds(28_799))
            #expect(try await browser.get("/flows").status == 200)
            server.clock.advance(by: .seconds(1))
            let over = try await browser.get("/flows")
            #expect(over.status == 401 && over.text.contains("This session is over; sign in again."))
        }
    }

    @Test("a session can't be made up, nor made longer")
    func forgedSession() async throws {
        try await TestServer.run([.operated]) { (server) async throws in
            let browser = Browser(server, header: Self.forwarded)
            _ = try await browser.signIn()
            let session = try #require(browser.cookie("mcp_auth_operator"))
            let first = session.first == "A" ? "B" : "A"
            for forged in [
                "", "x", String(repeating: "A", count: session.count), first + session.dropFirst(),
                session + "A", String(session.dropLast(4)), operatorToken,
            ] {
                browser.setCookie("mcp_auth_operator", forged)
                #expect(try await browser.get("/flows").status == 401, "\(forged)")
            }
        }
    }

    @Test("who signs out has no session any more")
    func signOut() async throws {
        try await TestServer.run([.operated]) { (server) async throws in
            let browser = Browser(server, header: Self.forwarded)
            _ = try await browser.signIn()
            let answer = try await browser.operate("sign_out", on: try await browser.get("/flows"))
            #expect(answer.status == 303)
            #expect(browser.cookie("mcp_auth_operator") == nil)
            #expect(try await browser.get("/flows").status == 401)
            let local = try await Browser(server).get("/flows")
            #expect(!local.text.contains("value=\"sign_out\""))
        }
    }

    @Test("a form counts in the browser that was shown it, and from a page of this server")
    func forgery() async throws {
        try await TestServer.run([.operated]) { (server) async throws in
            let (browser, other) = (Browser(server), Browser(server))
            let csrf =
                try Form(try await browser.get("/flows"), having: ("action", "pause")).fields["csrf"] ?? ""
            let foreign =
                try Form(try await other.get("/flows"), having: ("action", "pause")).fields["csrf"] ?? ""
            for token in ["", foreign, String(csrf.dropLast()) + "_"] {
                let answer = try await browser.post("/flows", ["csrf": token, "action": "pause"])
                expectPage(answer, status: 403)
                let signIn = try await browser.post(
                    "/flows", ["csrf": token, "action": "sign_in", "token": operatorToken])
                expectPage(signIn, status: 403)
            }
            for headers in [
                [("Origin", "https://elsewhere.example")], [("Sec-Fetch-Site", "cross-site")],
                [("Sec-Fetch-Site", "same-site"), ("Origin", server.issuer)],
            ] {
                let answer = try await server.post(
                    "/flows", form: ["csrf": csrf, "action": "pause"],
                    headers: [("Accept", "text/html"), ("Cookie", browser.cookieLine)] + headers)
                expectPage(answer, status: 403)
            }
            #expect(server.timeline?.isPaused == false)
            #expect(try await browser.post("/flows", ["csrf": csrf, "action": "pause"]).status == 303)
            #expect(server.timeline?.isPaused == true)
            // What another page can't send needs no form.
            let program = try await server.post(
                "/flows", form: ["action": "resume"], headers: [("Authorization", "Bearer " + operatorToken)])
            #expect(program.status == 204)
            #expect(server.timeline?.isPaused == false)
        }
    }

    @Test(
        "at a public issuer there is nothing to see, until the manifest turns it on; then the token is asked for"
    )
    func publicIssuer() async throws {
        try await TestServer.runPublic([.operated]) { (server, base) async throws in
            #expect(
                server.switchedOff("flows")
                    == "flows (for operators, and the issuer is not loopback; enabled: true turns it on)")
            #expect(try await server.operate(base + "/flows").status == 404)
            #expect(server.timeline == nil)
        }
        try await TestServer.runPublic([.operated, .route("flows", "enabled: true")]) {
            (server, base) async throws in
            #expect(try await server.get(base + "/flows", headers: [("Host", "localhost")]).status == 401)
            #expect(try await server.operate(base + "/flows").status == 200)
            let form = try await server.get(base + "/flows", headers: Self.page)
            let browser = try #require(form["set-cookie"])
            #expect(browser.hasPrefix("__Host-mcp_auth_browser") && browser.contains("; Secure"))
            let answer = try await server.post(
                base + "/flows",
                form: [
                    "csrf": try Form(form, having: ("token", "")).fields["csrf"] ?? "", "action": "sign_in",
                    "token": operatorToken,
                ],
                headers: Self.page + [("Cookie", browser.components(separatedBy: ";")[0])])
            let session = try #require(answer["set-cookie"])
            #expect(session.hasPrefix("__Host-mcp_auth_operator="))
            #expect(session.hasSuffix("; Path=/; HttpOnly; SameSite=Strict; Secure; Max-Age=28800"))
        }
    }
}
