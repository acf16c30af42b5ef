import Foundation
import RouteManifest
import Support
import Testing

@Suite("the style sheet, over HTTP")
struct StyleSheetTests {
    @Test("every page leads to it by a name that changes with it, under which it is kept for good")
    func name() async throws {
        try await TestServer.run { server in
            let page = try await server.get("/nowhere", headers: [("Accept", "text/html")])
            let path = try #require(Self.sheet(of: page.text))
            #expect(path.wholeMatch(of: /\/style-[A-Za-z0-9_-]{12}\.css/) != nil, "\(path)")
            let sheet = try await server.get(path)
            #expect(sheet.status == 200)
            #expect(sheet["content-type"] == "text/css; charset=utf-8")
            #expect(sheet["x-content-type-options"] == "nosniff")
            #expect(sheet.all("cache-control") == ["public, max-age=31536000, immutable"])
            let again = try await server.get(path, headers: [("If-None-Match", sheet["etag"] ?? "")])
            #expect(again.status == 304)
            #expect(again.all("cache-control") == ["public, max-age=31536000, immutable"])

            let plain = try await server.get("/style.css")
            #expect(plain.text == sheet.text)
            #expect(plain.all("cache-control") == ["public, max-age=300"])
            #expect(try await server.get("/style-AAAAAAAAAAAA.css").status == 404)
        }
    }

    private static func sheet(of page: String) -> String? {
        page.firstMatch(of: /<link rel="stylesheet" href="([^"]*)">/).map { String($0.1) }
    }
}
