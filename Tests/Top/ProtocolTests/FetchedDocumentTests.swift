import AuthorizationServer
import Fetching
import Foundation
import JSON
import Sites
import Support
import Testing

@Suite("documents that are fetched from where they lie")
struct FetchedDocumentTests {
    @Test(
        "each client in the field is known by its own name, with one connection, and goes on without another",
        arguments: DocumentShapeTests.shapes)
    func shapes(_ shape: DocumentShapeTests.Shape) async throws {
        try await Sites.with { sites in
            let url = try #require(URL(string: shape.url))
            var document = JSONObject(["client_id": .string(shape.url)])
            for (name, value) in shape.members { document[name] = value }
            let body = String(decoding: JSONValue.object(document).serialized(), as: UTF8.self)
            try await sites.serve(try #require(url.host)) { _ in
                .http(body, fields: ["Cache-Control: max-age=3600"])
            }
            let fetcher = Fetcher(userAgent: "mcp-auth/test", world: sites.world())
            try await TestServer.run(source: fetcher) { server in
                let client = TestClient(
                    server: server, id: shape.url, secret: nil, redirectURI: shape.redirectURI, method: "none"
                )
                let tokens = try await client.tokens(["scope": shape.scope])
                #expect(try await server.isActive(tokens.access))
                let refreshed = try Tokens(try await client.refresh(try #require(tokens.refresh)))
                #expect(try await server.isActive(refreshed.access))
            }
            #expect(sites.dials.all == ["93.184.216.1 443"])
            #expect(sites.lookups.all == [url.host])
            let target = shape.url.dropFirst("https://".count).drop { $0 != "/" }
            #expect(sites.requests.all.first?.hasPrefix("GET \(target) HTTP/1.1\r\n") == true)
        }
    }
}
