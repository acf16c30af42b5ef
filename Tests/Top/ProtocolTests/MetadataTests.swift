import Foundation
import JSON
import RouteManifest
import Support
import Testing
import WireText

@Suite("authorization server metadata (RFC 8414), and what follows from a switch")
struct MetadataTests {
    private static let path = "/.well-known/oauth-authorization-server"

    @Test("the issuer is the configured string byte for byte, whatever Host and forwarding headers say")
    func issuer() async throws {
        try await TestServer.run { (server) async throws in
            let plain = try await server.get(Self.path)
            let forwarded = try await server.get(
                Self.path,
                headers: [
                    ("X-Forwarded-Host", "evil.example"), ("X-Forwarded-Proto", "https"),
                    ("Forwarded", "host=evil"),
                ])
            #expect(plain.json["issuer"] == .string(server.issuer))
            #expect(plain.body == forwarded.body)
        }
    }

    @Test("it is JSON that may be cached, with a strong ETag, and 304 for who has it")
    func caching() async throws {
        try await TestServer.run { (server) async throws in
            let answer = try await server.get(Self.path)
            #expect(answer["content-type"] == "application/json")
            #expect(answer["cache-control"]?.contains("max-age=300") == true)
            let tag = try #require(answer["etag"])
            #expect(tag.hasPrefix("\""))
            let again = try await server.get(Self.path, headers: [("If-None-Match", tag)])
            #expect(again.status == 304)
            #expect(again.body.isEmpty)
            #expect(again["etag"] == tag)
            #expect(try await server.get(Self.path, headers: [("If-None-Match", "\"other\"")]).status == 200)
        }
    }

    @Test("no member is null")
    func absence() async throws {
        try await TestServer.run { (server) async throws in
            let text = try await server.get(Self.path).text
            #expect(!text.contains("null"))
        }
    }

    @Test("HEAD has the headers of GET and no body; OPTIONS from another origin is 204 with what it may do")
    func methods() async throws {
        try await TestServer.run { (server) async throws in
            let get = try await server.get(Self.path)
            let head = try await server.send("HEAD", Self.path)
            #expect(head.status == 200)
            #expect(head.body.isEmpty)
            #expect(head["etag"] == get["etag"])
            #expect(head["content-length"] == String(get.body.count))
            let preflight = try await server.send(
                "OPTIONS", Self.path,
                headers: [
                    ("Origin", "https://a.example"), ("Access-Control-Request-Method", "GET"),
                    ("Access-Control-Request-Headers", "mcp-protocol-version"),
                ])
            #expect(preflight.status == 204)
            #expect(preflight["access-control-allow-origin"] == "*")
            #expect(preflight["access-control-allow-credentials"] == nil)
            #expect(preflight["access-control-allow-methods"]?.contains("GET") == true)
            let allowed = preflight["access-control-allow-headers"]?.lowercased() ?? ""
            for name in [
                "authorization", "content-type", "mcp-protocol-version", "mcp-session-id", "mcp-method",
                "mcp-name",
                "last-event-id", "dpop",
            ] { #expect(allowed.contains(name), "\(name)") }
        }
    }

    @Test("every advertised endpoint answers something other than 404, and so does every alias")
    func advertised() async throws {
        try await TestServer.run { (server) async throws in
            let members = try await server.get(Self.path).json.object?.members ?? []
            let endpoints = members.filter { $0.name.shown.hasSuffix("_endpoint") }
                .compactMap(\.value.string?.shown)
            #expect(endpoints.count == 5)
            for endpoint in endpoints {
                #expect(try await server.get(endpoint).status != 404, "\(endpoint)")
            }
            for alias in ["/authorize", "/token", "/register", "/introspect", "/revoke"] {
                #expect(try await server.get(alias).status != 404, "\(alias)")
            }
        }
    }

    @Test("register off: gone from the metadata, and its path answers as an unknown one does")
    func registerOff() async throws {
        try await TestServer.run([.route("register", "enabled: false")]) { (server) async throws in
            #expect(try await server.get(Self.path).json["registration_endpoint"] == nil)
            for path in ["/oauth/register", "/register"] {
                let off = try await server.post(path, json: "{}")
                let unknown = try await server.post("/nonsense", json: "{}")
                #expect(off.status == 404)
                #expect(off.body == unknown.body)
                let varying: Set = ["date", "x-request-id"]
                let names = { (answer: Response) in
                    answer.headers.filter { !varying.contains($0.name.lowercased()) }.map {
                        $0.name + $0.value
                    }
                }
                #expect(names(off) == names(unknown))
            }
            #expect(server.log.text.contains("route register is off"))
        }
    }

    @Test(
        "a switch on the command line does the same as one in the file", arguments: ["introspect", "revoke"])
    func disable(route: String) async throws {
        try await TestServer.run(overrides: ManifestOverrides(disable: [route])) { (server) async throws in
            let json = try await server.get(Self.path).json
            let member = route == "introspect" ? "introspection_endpoint" : "revocation_endpoint"
            #expect(json[member] == nil)
            #expect(json[member + "_auth_methods_supported"] == nil)
            #expect(try await server.post("/oauth/" + route, form: ["token": "x"]).status == 404)
        }
    }
}

@Suite("HTTP manners")
struct MannersTests {
    @Test("404 is JSON for programs and a page for browsers")
    func notFound() async throws {
        try await TestServer.run { (server) async throws in
            let program = try await server.get("/nonsense")
            #expect(program.status == 404)
            #expect(program["content-type"] == "application/json")
            #expect(program.json["error"] == "not_found")
            let browser = try await server.get("/nonsense", headers: [("Accept", "text/html,*/*")])
            #expect(browser.status == 404)
            #expect(browser["content-type"]?.hasPrefix("text/html") == true)
            #expect(browser["content-security-policy"]?.contains("frame-ancestors 'none'") == true)
        }
    }

    @Test("405 has Allow and JSON", arguments: ["/oauth/token", "/oauth/introspect", "/oauth/revoke"])
    func notAllowed(path: String) async throws {
        try await TestServer.run { (server) async throws in
            let answer = try await server.get(path)
            #expect(answer.status == 405)
            #expect(answer["allow"]?.contains("POST") == true)
            #expect(answer.json["error"] != nil)
        }
    }

    @Test("every answer has a request id of its own")
    func requestID() async throws {
        try await TestServer.run { (server) async throws in
            let first = try await server.get("/health")["x-request-id"]
            let second = try await server.get("/nonsense")["x-request-id"]
            #expect(first?.isEmpty == false)
            #expect(first != second)
        }
    }

    @Test("health is JSON and says which issuer")
    func health() async throws {
        try await TestServer.run { (server) async throws in
            let answer = try await server.get("/health")
            #expect(answer.status == 200)
            #expect(answer.json["status"] == "ok")
            #expect(answer.json["issuer"] == .string(server.issuer))
            #expect(try await server.send("HEAD", "/health").status == 200)
        }
    }
}
