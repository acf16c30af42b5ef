import JSON
import Support
import Testing

/// Whatever a stranger can send, with scalars around each bracket and quote that Unicode would take for one character with it.
@Suite("text of strangers never becomes markup, over HTTP")
struct MarkupTests {
    @Test("a registered name is a text on the consent page")
    func clientName() async throws {
        try await TestServer.run { server in
            let plain = try await consent(server, named: "plain")
            for text in JoiningText.texts {
                let page = try await consent(server, named: text)
                expectSameStructure(page, plain, text)
            }
        }
    }

    @Test("the state of the login page is a value and comes back byte for byte")
    func loginState() async throws {
        try await TestServer.run { server in
            let path =
                "/fakeupstreamauth/authorize?redirect_uri="
                + percentEncode(server.issuer + "/fakeupstreamauth/callback") + "&state="
            let plain = try await server.get(path + "plain")
            for text in JoiningText.texts {
                let page = try await server.get(path + percentEncode(text))
                #expect(page.status == 200)
                expectSameStructure(page, plain, text)
                let value =
                    Array("name=\"state\" value=\"".utf8) + JoiningText.escaped(text) + [UInt8(ascii: "\"")]
                #expect(JoiningText.has(page.body, value))
            }
        }
    }

    @Test("no parameter of an authorization request, and no address, changes the page that answers it")
    func parameters() async throws {
        try await TestServer.run { server in
            let web = try await TestClient.register(server, redirectURI: "https://app.example.com/cb")
            let texts = [JoiningText.around("\u{0D4E}"), JoiningText.element("\u{0301}")]
            for name in [
                "client_id", "redirect_uri", "state", "scope", "resource", "login_hint", "response_type",
                "code_challenge", "code_challenge_method", "response_mode", "prompt",
            ] {
                // A value that is refused for what it is, and one that is taken where any is.
                let plain = try await web.authorize([name: "https://\(name).example/\u{FC}"])
                for text in texts {
                    let page = try await web.authorize([name: "https://\(name).example/" + text])
                    #expect(page.status == plain.status, "\(name)")
                    expectSameStructure(page, plain, text)
                }
            }
            let plain = try await server.get("/nothing/plain", headers: [("Accept", "text/html")])
            for text in texts {
                let page = try await server.get(
                    "/nothing/" + percentEncode(text), headers: [("Accept", "text/html")])
                expectSameStructure(page, plain, text)
            }
        }
    }

    @Test("no field of the login form, and no cookie that it keeps, changes the page that answers it")
    func loginForm() async throws {
        try await TestServer.run { server in
            let client = try await TestClient.register(server)
            let browser = Browser(server)
            let login = try await browser.loginPage(of: client)
            let plain = try await browser.login("use", on: login, as: "\u{FC}")
            for text in [JoiningText.around("\u{0D4E}"), JoiningText.element("\u{0301}")] {
                expectSameStructure(try await browser.login("use", on: login, as: text), plain, text)
                browser.setCookie("mcp_auth_user", text.replacing(";", with: ""))
                expectSameStructure(try await browser.login("use", on: login, as: "\u{FC}"), plain, text)
                browser.setCookie("mcp_auth_user", nil)
            }
        }
    }

    @Test("a redirect URI is shown as text, also where it has a quote of its own")
    func redirectURI() async throws {
        try await TestServer.run { server in
            let plain = try await TestClient.register(server, redirectURI: "https://app.example.com/cb?a=b")
            let quoted = try await TestClient.register(
                server, redirectURI: "https://app.example.com/cb?a='&b=''")
            for changes: [String: String?] in [[:], ["scope": "files"]] {
                expectSameStructure(
                    try await quoted.authorize(changes), try await plain.authorize(changes), "quotes")
            }
        }
    }

    private func consent(_ server: TestServer, named name: String) async throws -> Response {
        let client = try await TestClient.register(server, metadata: ["client_name": .string(name)])
        let page = try await client.authorize()
        expectConsent(page)
        return page
    }

    private func expectSameStructure(
        _ page: Response, _ plain: Response, _ text: String,
        sourceLocation: SourceLocation = #_sourceLocation
    ) {
        let (bytes, plainBytes) = (Array(page.text.utf8), Array(plain.text.utf8))
        let scalars = text.unicodeScalars.prefix(3).map { String($0.value, radix: 16) }
        #expect(
            JoiningText.structure(of: bytes) == JoiningText.structure(of: plainBytes), "\(scalars)",
            sourceLocation: sourceLocation)
        #expect(JoiningText.bareAmpersands(on: bytes) == 0, "\(scalars)", sourceLocation: sourceLocation)
    }
}
