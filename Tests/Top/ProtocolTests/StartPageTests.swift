import Foundation
import JSON
import RouteManifest
import Support
import Testing
import WireText

@Suite("the start page")
struct StartPageTests {
    @Test("who opens the address that the program prints sees what is on, with links that lead somewhere")
    func links() async throws {
        try await TestServer.run { server in
            let page = try await server.get("/")
            #expect(page.status == 200)
            #expect(page["content-type"] == "text/html; charset=utf-8")
            #expect(page.text.contains(server.issuer))
            let links = page.text.matches(of: /<a href="([^"]+)"/).map { String($0.1) }
            #expect(links.contains("/health") && links.contains("/.well-known/oauth-authorization-server"))
            for link in links { #expect(try await server.get(link).status == 200, "\(link)") }
            for route in ["/oauth/authorize", "/oauth/token", "/oauth/introspect"] {
                #expect(page.text.contains("<code>\(route)</code>"), "\(route)")
            }
            #expect(page.text.contains("Ada Lovelace") && page.text.contains("<code>ada</code>"))
        }
    }

    @Test("what is off is not among what is on, and nothing that is pasted leads there")
    func switches() async throws {
        let overrides = ManifestOverrides(disable: ["register", "logout", "health"])
        try await TestServer.run(overrides: overrides) { server in
            let page = try await server.get("/").text
            #expect(!page.contains("/oauth/register") && !page.contains("/health"))
            #expect(!page.contains("<form"))
            for route in ["register", "logout", "health"] {
                #expect(page.contains("<li>\(route) (--disable \(route))</li>"), "\(route)")
            }
        }
        try await TestServer.run(overrides: ManifestOverrides(disable: ["start"])) { server in
            let answer = try await server.get("/")
            #expect(answer.status == 404)
        }
    }

    @Test("it says so where no client can become known")
    func onlyListed() async throws {
        let words = "only those that the manifest lists can connect"
        let edit = ManifestEdit.replace(
            "client_documents:\n  enabled: true", with: "client_documents:\n  enabled: false")
        for (edits, disabled, isSaid) in [
            ([], ["register"], false), ([edit], [], false), ([edit], ["register"], true),
        ] {
            let overrides = ManifestOverrides(disable: disabled)
            try await TestServer.run(edits, overrides: overrides) { server in
                let page = try await server.get("/")
                #expect(page.text.contains(words) == isSaid)
            }
        }
    }

    @Test("what is pasted has the addresses of this instance")
    func addresses() async throws {
        let base = "http://localhost:4242"
        try await TestServer.run(environment: ["BASE_URI": base]) { server in
            let page = try await server.get("/").text
            let pasted = page.matches(of: /<code>([^<]*)<\/code><\/pre>/).map {
                String($0.1).replacing("&quot;", with: "\"").replacing("&#39;", with: "'")
                    .replacing("&gt;", with: ">").replacing("&amp;", with: "&")
            }
            for text in [
                "\(base)/mcp", "curl -si -X POST \(base)/mcp", "scripts/flow \(server.issuer)",
                "curl -s \(server.issuer)/.well-known/oauth-authorization-server",
                "npx @modelcontextprotocol/inspector --transport http --server-url \(base)/mcp",
                "claude mcp add --transport http demo \(base)/mcp",
                #"code --add-mcp '{"name":"demo","type":"http","url":"\#(base)/mcp"}'"#,
                "codex mcp add demo --url \(base)/mcp\ncodex mcp login demo",
            ] { #expect(pasted.contains(text), "\(text)") }
            let files = try pasted.filter { $0.hasPrefix("{") }.map { try JSONValue.parse(Array($0.utf8)) }
            let servers = files.compactMap { ($0["mcpServers"] ?? $0["servers"])?["demo"] }
            #expect(servers.count == 3)
            #expect(servers.compactMap { $0["url"]?.string?.shown } == ["\(base)/mcp", "\(base)/mcp"])
            #expect(!page.contains("localhost:3232") && !page.contains("localhost:3001"))
        }
    }

    @Test("with an issuer that has a path, the issuer itself leads there")
    func underPath() async throws {
        let port = try freePort()
        let issuer = "http://localhost:\(port)/auth"
        let environment = ["AUTH_SERVER_PORT": "\(port)", "AUTH_SERVER_URL": issuer]
        try await TestServer.run(environment: environment) { server in
            for address in [issuer, issuer + "/", "http://localhost:\(port)/"] {
                let page = try await server.get(address)
                #expect(page.status == 200, "\(address)")
                let links = page.text.matches(of: /<a href="([^"]+)"/).map { String($0.1) }
                #expect(links.contains("/auth/health"), "\(address)")
            }
        }
    }

    @Test("the last attempts are shown to who may see the timeline, and to nobody else")
    func attempts() async throws {
        try await TestServer.run { server in
            let before = try await server.get("/").text
            #expect(before.contains("Nobody has tried to get in yet"))
            _ = try await TestClient.register(server).tokens()
            let page = try await server.get("/").text
            let link = try #require(page.firstMatch(of: /<a href="(\/flows\?flow=[^"]+)"/)?.1)
            #expect(try await server.get(String(link), headers: [("Accept", "text/html")]).status == 200)
            #expect(page.contains("Test client"))
            for strange in [("X-Forwarded-For", "198.51.100.7"), ("Sec-Fetch-Site", "cross-site")] {
                let other = try await server.get("/", headers: [strange]).text
                #expect(!other.contains("Test client") && !other.contains("?flow="), "\(strange)")
                #expect(other.contains("<a href=\"/flows\">"))
            }
        }
        try await TestServer.run(overrides: ManifestOverrides(disable: ["flows"])) { server in
            let page = try await server.get("/")
            #expect(!page.text.contains("/flows"))
        }
    }

    @Test("it is shown under this server's own names alone, as any page")
    func names() async throws {
        try await TestServer.run { server in
            let answer = try await server.get("/", headers: [("Host", "evil.example")])
            #expect(answer.status == 421)
        }
    }
}
