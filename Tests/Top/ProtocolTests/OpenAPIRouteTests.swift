import JSON
import Support
import Testing
import WireText

@Suite("the endpoints that are on, as an OpenAPI document")
struct OpenAPIRouteTests {
    private static let path = "/openapi.json"

    @Test("it is JSON that any page may read and a cache keep, with 304 for who has it")
    func answer() async throws {
        try await TestServer.run { server in
            let answer = try await server.get(Self.path, headers: [("Origin", "https://app.example")])
            #expect(answer.status == 200)
            #expect(answer["content-type"] == "application/json")
            #expect(answer["access-control-allow-origin"] == "*")
            #expect(answer["cache-control"] == "public, max-age=300")
            #expect(answer.json["openapi"] == "3.1.1")
            #expect(answer.json["servers"] == [["url": .string(server.issuer)]])
            let tag = try #require(answer["etag"])
            let again = try await server.get(Self.path, headers: [("If-None-Match", tag)])
            #expect(again.status == 304 && again.body.isEmpty)
        }
    }

    @Test("each operation of it is answered, with a status that it says")
    func operations() async throws {
        try await TestServer.run { server in
            let paths = try #require(try await server.get(Self.path).json["paths"]?.object).members
            #expect(paths.count > 15)
            for (path, item) in paths {
                for (method, operation) in try #require(item.object).members {
                    let answer = try await server.send(method.shown.uppercased(), path.shown)
                    #expect(
                        operation["responses"]?["\(answer.status)"] != nil,
                        "\(method.shown) \(path.shown): \(answer.status)")
                }
            }
        }
    }

    @Test("what is off does not stand in it; its own path is as any other that is off")
    func off() async throws {
        let edits = [ManifestEdit.route("register", "enabled: false")]
        try await TestServer.run(edits) { server in
            let paths = try await server.get(Self.path).json["paths"]
            #expect(paths?["/oauth/register"] == nil && paths?["/register"] == nil)
            #expect(paths?["/oauth/token"] != nil)
        }
        try await TestServer.run([.route("openapi", "enabled: false")]) { server in
            let status = try await server.get(Self.path).status
            #expect(status == 404)
        }
    }
}
