import JSON
import Support
import Testing

@Suite("what the consent page says of strangers, over HTTP")
struct ShownClientTests {
    @Test("pages that a client names are links with the host that they lead to, if that is by https")
    func pages() async throws {
        try await TestServer.run { server in
            let client = try await TestClient.register(
                server,
                metadata: [
                    "client_uri": "https://app.example.com:8443/about",
                    "tos_uri": "http://app.example.com/tos",
                    "policy_uri": "https://lawyers.example/p?a=1&b=2",
                    "logo_uri": "https://tracker.example/logo.png",
                ])
            let page = try await client.authorize()
            expectConsent(page)
            let rel = "target=\"_blank\" rel=\"noopener noreferrer nofollow\""
            #expect(
                page.text.contains(
                    "<a href=\"https://app.example.com:8443/about\" \(rel)>Website</a> at <bdi>app.example.com:8443</bdi>"
                ))
            #expect(!page.text.contains("app.example.com/tos"))
            #expect(!page.text.contains("tracker.example"))
            #expect(
                page.text.contains(
                    "<a href=\"https://lawyers.example/p?a=1&amp;b=2\" \(rel)>Privacy policy</a>"))
            #expect(!page.text.contains("<img"))
        }
    }

    @Test(
        "where the answer goes is said in words: to an application on this computer, on this device, or to a host"
    )
    func destinations() async throws {
        try await TestServer.run { server in
            for (uri, words) in [
                ("http://127.0.0.1:7777/cb", "<strong>an application on this computer</strong>"),
                ("cursor://anysphere.cursor-mcp/cb", "<strong>an application on this device</strong>"),
                ("https://app.example.com/cb", "<strong><bdi>app.example.com</bdi></strong>"),
            ] {
                let page = try await TestClient.register(server, redirectURI: uri).authorize()
                #expect(page.text.contains(words), "\(uri)")
            }
        }
    }

    @Test("a client without a name is not said to have chosen one")
    func nameless() async throws {
        try await TestServer.run { server in
            let page = try await TestClient.register(server, metadata: ["client_name": nil]).authorize()
            #expect(page.text.contains("The application did not say what it is called."))
            #expect(!page.text.contains("chose its name"))
        }
    }

    @Test("every page says whose server it is: by name and logo of the manifest, else by the issuer's host")
    func server() async throws {
        try await TestServer.run { server in
            let page = try await server.get("/nowhere", headers: [("Accept", "text/html")])
            #expect(page.text.contains("<bdi>\(server.issuer.dropFirst("http://".count))</bdi>"))
        }
        let edits: [ManifestEdit] = [
            .replace("  # name: Example Tools\n", with: "  name: Example & Tools\n"),
            .replace("  # logo: logo.svg\n", with: "  logo: logo.svg\n"),
        ]
        try await TestServer.run(edits) { server in
            let page = try await server.get("/nowhere", headers: [("Accept", "text/html")])
            #expect(page.text.contains("<bdi>Example &amp; Tools</bdi>"))
            #expect(page.text.contains("<img src=\"data:image/svg+xml;base64,PHN2Zy8+\" alt=\"\">"))
        }
    }
}
