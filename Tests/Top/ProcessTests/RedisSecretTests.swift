import Foundation
import JSON
import RedisServers
import Support
import Testing
import WireText

@Suite("What Redis learns of a run")
struct RedisSecretTests {
    @Test(
        "no token, code, secret, state or cookie: neither the commands, nor a dump, nor the log of what was appended"
    )
    func secrets() async throws {
        let redis = try await RedisServer.start(.appendOnly, [["rdbcompression", "no"]])
        let place = try Workplace(redis: redis.url)
        let server = try await place.serve()
        let wire = Wire(issuer: place.issuer)
        let monitor = try await RedisMonitor(redis)
        var secrets = Secrets()
        for _ in 1...10 { secrets.add(try await run(wire)) }
        #expect(secrets.all.count > 100, "\(secrets.all.count)")

        let commands = try await monitor.end()
        #expect(commands.contains("auth:t:state:") && commands.contains("auth:{clients}:id:"))
        #expect(secrets.found(in: Data(commands.utf8)) == [])
        #expect(secrets.found(in: commands.unescaped) == [])

        try await redis.command("--rdb", redis.folder + "/copy.rdb")
        var files = ["copy.rdb"]
        files += try FileManager.default.contentsOfDirectory(atPath: redis.folder + "/appendonlydir").map {
            "appendonlydir/" + $0
        }
        for file in files {
            let data = try Data(contentsOf: URL(fileURLWithPath: redis.folder + "/" + file))
            #expect(secrets.found(in: data) == [], "\(file)")
            if !file.hasSuffix("manifest") && !file.contains(".base.") {
                #expect(data.range(of: Data("auth:{clients}:id:".utf8)) != nil, "\(file) is of this run")
            }
        }
        #expect(secrets.found(in: Data(server.output.utf8)) == [], "the log of the program")
        #expect(try await server.stop() == .status(0))
    }

    /// All that a client and a person are given on the whole way, several of it left unused.
    private func run(_ wire: Wire) async throws -> Set<String> {
        var secrets = Secrets()
        let registration = try await wire.post(
            "/oauth/register",
            json:
                """
                {"redirect_uris":["\(Wire.redirectURI)"],"token_endpoint_auth_method":"client_secret_post",\
                "grant_types":["authorization_code","refresh_token"]}
                """
        )
        secrets.add(registration)
        let client = try #require(registration["client_id"]?.string?.shown)
        let clientSecret = try #require(registration["client_secret"]?.string?.shown)
        var visitor = Visitor(wire)
        var codes: [String] = []
        for _ in 1...2 {
            let state = UUID().uuidString
            secrets.add([state])
            let consent = try await visitor.open(Wire.authorization(client, state: state))
            let login = try await visitor.press("decision", "approve", on: consent)
            let back = try await visitor.press("action", "finish", on: login)
            codes.append(try #require(back.redirect("code")))
        }
        // One that is abandoned on the way.
        let consent = try await visitor.open(Wire.authorization(client, state: UUID().uuidString))
        _ = try await visitor.press("decision", "approve", on: consent)
        secrets.add(visitor.given)
        let first = try await wire.post(
            "/oauth/token",
            form: [
                "grant_type": "authorization_code", "code": codes[0], "client_id": client,
                "client_secret": clientSecret, "code_verifier": Wire.verifier,
            ])
        #expect(first.status == 200, "\(first.body)")
        secrets.add(first)
        let second = try await wire.post(
            "/oauth/token",
            form: [
                "grant_type": "refresh_token", "client_id": client, "client_secret": clientSecret,
                "refresh_token": try #require(first["refresh_token"]?.string?.shown),
            ])
        secrets.add(second)
        #expect(try await wire.introspect(try #require(second["access_token"]?.string?.shown)).status == 200)
        return secrets.all
    }
}

@Suite("The search for secrets")
struct SecretsTests {
    private let token = "mat_AAECAwQFBgcICQoL" + "_-8QERITFBUWFxgZGhscHR4fICEiIyQlJicoKSorLC0"

    @Test("finds a secret as text, in its last part, and as the bytes it stands for")
    func finds() throws {
        var secrets = Secrets()
        secrets.add([token, "short", "http://localhost:3001/somewhere"])
        #expect(secrets.all == [token])
        let part = token.suffix(43)
        let bytes = try #require(
            Data(base64Encoded: part.replacing("-", with: "+").replacing("_", with: "/") + "="))
        #expect(secrets.found(in: Data("x\(token)y".utf8)) == [token])
        #expect(secrets.found(in: Data("x\(part)y".utf8)) == [token])
        #expect(secrets.found(in: Data("x".utf8) + bytes) == [token])
        #expect(secrets.found(in: Data("x\(token.prefix(30))".utf8)) == [])
    }

    @Test("reads what MONITOR writes with escapes")
    func escapes() {
        #expect(#"a\x00\"\\\n\xff"#.unescaped == Data([0x61, 0, 0x22, 0x5c, 10, 0xff]))
    }
}
