import Diagnostics
import ManifestCases
import OAuthModel
import RedisURL
import RouteManifest
import StrictYAML
import Testing
import Web

@Suite("the environment in the shipped manifest")
struct EnvironmentTests {
    private func load(_ environment: [String: String]) -> ManifestResult {
        ShippedManifest.load(environment: environment)
    }

    @Test("an issuer that is not set is http://localhost:<port>")
    func issuer() {
        #expect(load([:]).manifest?.server.issuer.text == "http://localhost:3001")
        let other = load(["AUTH_SERVER_PORT": "4000"])
        #expect(other.manifest?.server.issuer.text == "http://localhost:4000")
        #expect(other.manifest?.server.port == 4000)
        #expect(other.diagnostics == [])
        #expect(
            load(["AUTH_SERVER_URL": "http://127.0.0.1:3001"]).manifest?.server.issuer.authority.description
                == "127.0.0.1:3001")
    }

    @Test("the resource of the demo follows BASE_URI")
    func resource() {
        let manifest = load(["BASE_URI": "https://mcp.example.com"]).manifest
        #expect(manifest?.resources.map(\.indicator.text) == ["https://mcp.example.com/mcp"])
        #expect(manifest?.resourceServers.flatMap(\.resources).map(\.text) == ["https://mcp.example.com/mcp"])
    }

    @Test("the folder of the store follows MCP_AUTH_DATA")
    func folder() {
        #expect(
            load(["MCP_AUTH_DATA": "/var/lib/mcp-auth"]).manifest?.store
                == .embedded(folder: "/var/lib/mcp-auth"))
        #expect(load(["MCP_AUTH_DATA": ""]).manifest?.store == .embedded(folder: ".mcp-auth"))
    }

    @Test("REDIS_URL chooses Redis, and its password is nowhere to be read")
    func redis() throws {
        let result = load(["REDIS_URL": "redis://:hunter2@redis:6379/2"])
        let manifest = try #require(result.manifest)
        guard case .redis(let redis) = manifest.store else {
            Issue.record("the store is \(manifest.store)")
            return
        }
        #expect(redis.target.credentials?.password == "hunter2")
        #expect(redis.target.database == 2)
        #expect(redis.keyPrefix == "auth:")
        #expect(redis.replicas == 0)
        #expect(redis.folder == ".mcp-auth")
        #expect(result.codes == [.sharedSecret])
        #expect(!result.rendered.contains("hunter2"))
        #expect(load(["REDIS_URL": ""]).diagnostics == [])
    }

    @Test("the secret of the demo resource server can be set, and one that is too short is not printed")
    func secret() {
        let secret = "a-secret-of-my-own-that-is-long-enough"
        #expect(
            load(["DEMO_RESOURCE_SERVER_SECRET": secret]).manifest?.resourceServers.map(\.secret.bytes) == [
                Array(secret.utf8)
            ])
        let short = load(["DEMO_RESOURCE_SERVER_SECRET": "hunter2"])
        #expect(short.codes == [.weakSecret])
        #expect(!short.rendered.contains("hunter2"))
        #expect(!short.rendered.contains("demo-resource-server-secret"))
    }

    @Test("off loopback the shipped manifest is refused: its login believes everybody")
    func offLoopback() {
        let result = load(["AUTH_SERVER_URL": "https://auth.example.com"])
        #expect(result.manifest == nil)
        #expect(result.codes == [.secretInManifest, .fakeLoginExposed])
    }

    @Test(
        "AUTH_SERVER_BIND says where to listen, with commas between addresses; set to nothing it says nothing"
    )
    func bindVariable() {
        func bind(_ value: String) -> [String]? {
            load(["AUTH_SERVER_BIND": value]).manifest?.server.bind.map(\.description)
        }
        #expect(bind("") == ["127.0.0.1", "::1"])
        #expect(bind("127.0.0.2") == ["127.0.0.2"])
        #expect(bind("0.0.0.0, ::") == ["0.0.0.0", "::"])
        for wrong in ["localhost", "127.0.0.1,", ",", "127.0.0.1 ::1", "[::1]"] {
            #expect(bind(wrong) == nil)
        }
    }

    @Test("the server listens on this machine for a loopback issuer and everywhere for another")
    func bind() {
        #expect(load([:]).manifest?.server.bind.map(\.description) == ["127.0.0.1", "::1"])
        let text =
            "version: 1\nserver: { issuer: \"https://auth.example.com\" }\nroutes: { health: { path: /health, handler: health } }\n"
        let manifest = ManifestLoader(surroundings: ManifestSurroundings()).load(Array(text.utf8)).manifest
        #expect(manifest?.server.bind.map(\.description) == ["0.0.0.0", "::"])
    }
}
