import Foundation
import JSON
import OAuthCore
import OAuthModel
import Shelf
import Support
import Testing
import Web
import WireText

@Suite("client-id metadata documents, over HTTP (OAuth Client ID Metadata Document)")
struct ClientDocumentTests {
    private static let url = TestClient.documentURL

    private func reasons(_ server: TestServer) -> [String] {
        server.decisions.all.compactMap { $0.reason }
    }

    @Test("the metadata say that documents are taken, and nothing when they are not")
    func advertised() async throws {
        let path = "/.well-known/oauth-authorization-server"
        let member = "client_id_metadata_document_supported"
        try await TestServer.run { server in
            let metadata = try await server.get(path).json
            #expect(metadata[member] == true)
        }
        for edits in [
            [
                ManifestEdit.replace(
                    "client_documents:\n  enabled: true", with: "client_documents:\n  enabled: false")
            ],
            [.route("authorize", "enabled: false")],
        ] {
            try await TestServer.run(edits) { server in
                let metadata = try await server.get(path).json
                #expect(metadata[member] == nil)
            }
        }
    }

    @Test("switched off, the URL of a document is an unknown id, and nothing is fetched")
    func off() async throws {
        try await TestServer.run([
            .replace("client_documents:\n  enabled: true", with: "client_documents:\n  enabled: false")
        ]) { server in
            let client = TestClient.documented(server)
            let page = try await client.authorize()
            expectPage(page)
            #expect(page.text.contains("no client with this client_id is registered here"))
            let answer = try await client.token(["grant_type": "refresh_token", "refresh_token": "x"])
            #expect(answer.status == 401 && answer.error == "invalid_client")
            #expect(server.documents.fetched == [])
        }
    }

    @Test("what was kept of a document makes its client known no more once documents are off")
    func offAfterwards() async throws {
        let folder = try TestFolder(store: try await TestStore.section())
        defer { folder.remove() }
        let server = try await TestServer.start(folder)
        let tokens = try await TestClient.documented(server).tokens()
        await server.stop()
        let manifest = URL(fileURLWithPath: folder.manifest)
        let text = try String(contentsOf: manifest, encoding: .utf8)
        let off = text.replacing(
            "client_documents:\n  enabled: true", with: "client_documents:\n  enabled: false")
        #expect(off != text)
        try Data(off.utf8).write(to: manifest)
        let again = try await TestServer.start(folder, clock: server.clock)
        let client = TestClient.documented(again)
        expectPage(try await client.authorize())
        let answer = try await client.refresh(try #require(tokens.refresh))
        #expect(answer.status == 401 && answer.error == "invalid_client")
        await again.stop()
    }

    @Test(
        "a document whose client_id differs by case, slash, port or spelling is another client's",
        arguments: [
            "https://APP.example/oauth/client.json", "https://app.example/oauth/client.json/",
            "https://app.example:443/oauth/client.json", "https://app.example/oauth/Client.json",
            "https://app.example/oauth/%63lient.json", "https://app.example/oauth/client.json?",
        ])
    func otherID(id: String) async throws {
        try await TestServer.run { server in
            let client = TestClient.documented(server, metadata: ["client_id": .string(id)])
            let page = try await client.authorize()
            expectPage(page)
            #expect(page.text.contains("client_id in the metadata document is not the URL"))
            let answer = try await client.token(["grant_type": "refresh_token", "refresh_token": "x"])
            #expect(answer.status == 401 && answer.error == "invalid_client")
        }
    }

    @Test(
        "a URL that readers take apart differently is no document's, and nothing is fetched",
        arguments: [
            url + "#a", "https://user@app.example/c.json", "https://app.example/a/../c.json",
            "https://app.example/%2e%2E/c.json", "https://app.example", "http://app.example/c.json",
            "https://app.example/./c.json", "https://", "http://localhost:9/c.json",
            "https:app.example/c.json",
            "https://app.example/a b", "HTTP://app.example/c.json",
        ])
    func urls(url: String) async throws {
        try await TestServer.run { server in
            let client = TestClient.documented(server, at: url)
            let page = try await client.authorize()
            expectPage(page)
            #expect(page.text.contains("client_id is a URL, and not one of a metadata document"))
            let answer = try await client.token(["grant_type": "refresh_token", "refresh_token": "x"])
            #expect(answer.status == 401 && answer.error == "invalid_client")
            #expect(server.documents.fetched == [])
        }
    }

    /// Of all that can go wrong on the way.
    static let failures: [FetchFailure] = [
        .notAName, .specialName, .noSuchName, .lookup("try again"), .busy, .connection("refused"),
        .tls("expired"), .proxy("407"), .status(302), .status(404), .status(403), .mediaType("text/html"),
        .mediaType(nil), .charset("latin1"), .contentCoding("gzip"), .tooLarge(5120), .malformed("x"), .late,
    ]

    @Test(
        "whatever the reason, a document that can't be had is told alike, after the same time; the log alone knows"
    )
    func alike() async throws {
        try await TestServer.run { server in
            let client = TestClient.documented(server)
            var pages: Set<String> = []
            var answers: Set<String> = []
            for failure in Self.failures {
                server.documents.fail(Self.url, failure)
                let before = server.clock.now
                let page = try await client.authorize()
                #expect(server.clock.now.since(before) == .seconds(5))
                expectPage(page)
                pages.insert(page.text.replacing(/Request <code>[^<]*<\/code>/, with: ""))
                server.clock.advance(by: .seconds(60))
                let answer = try await client.token(["grant_type": "refresh_token", "refresh_token": "x"])
                #expect(answer.status == 503 && answer["retry-after"] != nil)
                answers.insert(answer.text)
                server.clock.advance(by: .seconds(60))
                #expect(server.log.text.contains("failure \(failure)"), "\(failure)")
            }
            #expect(pages.count == 1)
            #expect(answers.count == 1)
            #expect(pages.first?.contains("could not be had") == true)
        }
    }

    @Test("tried too often it is told the same, after the same time, and nothing is fetched")
    func throttled() async throws {
        try await TestServer.run { server in
            let client = TestClient.documented(server)
            server.documents.fail(Self.url, .status(404))
            let first = try await client.authorize().text
            for _ in 1...5 { _ = try await client.authorize() }
            #expect(server.documents.fetched.count == 6)
            let before = server.clock.now
            let page = try await client.authorize()
            #expect(server.clock.now.since(before) == .seconds(5))
            let number = /Request <code>[^<]*<\/code>/
            #expect(page.text.replacing(number, with: "") == first.replacing(number, with: ""))
            let answer = try await client.token(["grant_type": "refresh_token", "refresh_token": "x"])
            #expect(answer.status == 503 && answer.error == "temporarily_unavailable")
            #expect(server.documents.fetched.count == 6)
            #expect(reasons(server).contains("DocumentReason.documentAskedTooOften"))
        }
    }

    @Test("first uses at once, as many as a test has connections for, are one fetch")
    func together() async throws {
        try await TestServer.run { server in
            let client = TestClient.documented(server)
            server.documents.hold()
            try await withThrowingTaskGroup(of: Int.self) { group in
                for _ in 0..<8 { group.addTask { try await client.authorize().status } }
                try await eventually("it is asked for") { server.documents.fetched.isEmpty ? nil : true }
                server.documents.letGo()
                for try await status in group { #expect(status == 200) }
            }
            #expect(server.documents.fetched == [Self.url])
        }
    }

    @Test("a copy is used for as long as its headers say, a minute at least")
    func freshness() async throws {
        try await TestServer.run { server in
            let client = TestClient.documented(server, freshness: .zero)
            expectConsent(try await client.authorize())
            server.clock.advance(by: .seconds(59))
            expectConsent(try await client.authorize())
            #expect(server.documents.fetched.count == 1)
            server.clock.advance(by: .seconds(1))
            expectConsent(try await client.authorize())
            #expect(server.documents.fetched.count == 2)
        }
    }

    @Test("a redirect URI that the copy lacks is looked up in the document anew, once a minute")
    func newRedirect() async throws {
        try await TestServer.run { server in
            let client = TestClient.documented(server, freshness: .seconds(86_400))
            expectConsent(try await client.authorize())
            let other = "https://app.example/new"
            _ = TestClient.documented(server, redirectURI: other)
            expectConsent(try await client.authorize(["redirect_uri": other]))
            #expect(server.documents.fetched.count == 2)
            expectPage(try await client.authorize(["redirect_uri": "https://app.example/none"]))
            #expect(server.documents.fetched.count == 2, "a stranger makes no more than one a minute")
        }
    }

    @Test(
        "while the document can't be had the last good one serves, for a day; then nobody begins, and tokens live on"
    )
    func outage() async throws {
        try await TestServer.run { server in
            let client = TestClient.documented(server, freshness: .seconds(3600))
            let tokens = try await client.tokens()
            server.documents.fail(Self.url, .status(500))
            server.clock.advance(by: .seconds(86_000))
            expectConsent(try await client.authorize())
            server.clock.advance(by: .seconds(400))
            expectPage(try await client.authorize())
            let refreshed = try Tokens(try await client.refresh(try #require(tokens.refresh)))
            #expect(try await server.isActive(refreshed.access))
            #expect(try await client.revoke(try #require(refreshed.refresh)).status == 200)
            #expect(try await !server.isActive(refreshed.access))
        }
    }

    @Test("a document that is refused by its content is not kept: mended, it is taken within the minute")
    func mended() async throws {
        try await TestServer.run { server in
            let client = TestClient.documented(server, metadata: ["client_secret": "hunter2"])
            expectPage(try await client.authorize())
            _ = TestClient.documented(server)
            expectConsent(try await client.authorize())
        }
    }

    @Test("introspection fetches nothing, and asks nothing of a document")
    func introspection() async throws {
        try await TestServer.run { server in
            let client = TestClient.documented(server)
            let tokens = try await client.tokens()
            server.documents.fail(Self.url, .status(404))
            server.clock.advance(by: .seconds(1800))
            let fetched = server.documents.fetched.count
            #expect(try await server.isActive(tokens.access))
            #expect(server.documents.fetched.count == fetched)
        }
    }

    @Test(
        "a secret from a client that is known by a document is refused, and nobody learns of it what the document has"
    )
    func secret() async throws {
        try await TestServer.run { server in
            let client = TestClient.documented(server)
            let tokens = try await client.tokens()
            let answer = try await client.refresh(
                try #require(tokens.refresh), ["client_secret": "guess"])
            #expect(answer.status == 401 && answer.error == "invalid_client")
            _ = try Tokens(try await client.refresh(try #require(tokens.refresh)))
        }
    }

    @Test("a document that names private_key_jwt first and offers none is used with none (SEP-3149)")
    func negotiated() async throws {
        try await TestServer.run { server in
            let client = TestClient.documented(
                server,
                metadata: [
                    "token_endpoint_auth_method": "private_key_jwt",
                    "token_endpoint_auth_methods_supported": ["private_key_jwt", "none"],
                    "jwks_uri": "https://app.example/jwks.json",
                ])
            _ = try await client.tokens()
        }
    }

    @Test("a client of the manifest or a registered one is never looked up on the Web")
    func others() async throws {
        try await TestServer.run { server in
            _ = try await TestClient.demo(server).tokens()
            _ = try await TestClient.register(server).tokens()
            #expect(server.documents.fetched == [])
        }
    }

    @Test("by host: denied at once, allowed whatever the default says")
    func policy() async throws {
        try await TestServer.run([
            .documents(
                "default: deny", "allow: [app.example, \"*.good.example\"]", "deny: [bad.good.example]")
        ]) { server in
            expectConsent(try await TestClient.documented(server).authorize())
            expectConsent(try await TestClient.documented(server, at: "https://a.good.example/c").authorize())
            for url in ["https://bad.good.example/c", "https://good.example/c", "https://other.example/c"] {
                let before = server.clock.now
                let page = try await TestClient.documented(server, at: url).authorize()
                expectPage(page)
                #expect(page.text.contains("This application is not wanted here"))
                #expect(server.clock.now == before)
                #expect(!server.documents.fetched.contains(url))
            }
        }
    }

    @Test("a document on this machine is taken where the manifest lists it, over plain http too")
    func loopback() async throws {
        let url = "http://localhost:3000/client.json"
        try await TestServer.run([.documents("default: deny", "loopback: [\"http://localhost:3000\"]")]) {
            server in
            let client = TestClient.documented(server, at: url)
            _ = try await client.tokens()
            for other in ["http://127.0.0.1:3000/client.json", "http://localhost:3001/client.json"] {
                expectPage(try await TestClient.documented(server, at: other).authorize())
                #expect(!server.documents.fetched.contains(other))
            }
        }
    }

    @Test(
        "where an operator has to approve, the person is told so, and the document waits; approved it is let in, denied it is not"
    )
    func approval() async throws {
        try await TestServer.run([.documents("default: ask")]) { server in
            let client = TestClient.documented(server)
            let page = try await client.authorize()
            expectPage(page)
            #expect(page.text.contains("This application needs an approval"))
            #expect(try await server.documentDecisions.list().pending.map(\.id.rawValue) == [Self.url])
            let id = try #require(try await server.documentDecisions.list().pending.first?.id)
            #expect(try await server.documentDecisions.decide(id, .approved))
            let tokens = try await client.tokens()
            #expect(try await server.documentDecisions.decide(id, .denied))
            server.clock.advance(by: .seconds(5))
            expectPage(try await client.authorize())
            #expect(try await client.refresh(try #require(tokens.refresh)).error == "invalid_client")
            #expect(try await server.documentDecisions.list().pending == [])
        }
    }

    @Test("a hundred documents wait at most: with one more the one goes that has waited longest")
    func bounded() async throws {
        try await TestServer.run([.documents("default: ask")]) { server in
            for number in 0...100 {
                let client = TestClient.documented(server, at: "https://app.example/\(number)")
                expectPage(try await client.authorize())
                server.clock.advance(by: .seconds(10))
            }
            let pending = try await server.documentDecisions.list().pending
            #expect(pending.count == 100)
            #expect(pending.first?.id.rawValue == "https://app.example/1")
            #expect(pending.last?.id.rawValue == "https://app.example/100")
        }
    }
}
