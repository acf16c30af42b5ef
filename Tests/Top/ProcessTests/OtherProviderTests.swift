import Foundation
import JSON
import Support
import Testing
import WireText

/// Providers as people install them, and what the README tells to write.
@Suite("people sign in at providers of other people's making", .serialized)
struct OtherProviderTests {
    private static let administrator = ["username": "admin", "password": "admin"]

    @Test(
        "five lines take the demo from the fake login to nanoidp, and the demo MCP server lets the client in")
    func sample() async throws {
        let place = try Workplace()
        let provider = try await OtherProvider("nanoidp", at: place)
        try provider.writeSample(to: "people.yaml", at: place)
        try await connect(
            place, "nanoidp", Self.administrator, as: "nanoidp:admin",
            ["--overlay", "people.yaml", "--disable", "fake_login"])
    }

    @Test(
        "a claim inside an object says which scopes there are, and the fake login stays beside the provider")
    func nested() async throws {
        let place = try Workplace()
        let claims = """
            {"sub":"248289761001","name":"Jane Doe","email":"jane@corp.example","email_verified":true,\
            "realm_access":{"roles":["tools"]}}
            """
        let provider = try await OtherProvider("oidc-provider-mock", claims: claims, at: place)
        try provider.write(
            """
            upstreams:
              corp:
                kind: oidc
                issuer: \(provider.issuer)
                client_id: mcp-auth
                client_secret: what-it-does-not-look-at
                scopes: [openid, profile, email, offline_access]
                claims: { groups: [realm_access, roles] }
                allow: { groups: [tools] }
                grants: [{ groups: [tools], scopes: [mcp, offline_access] }]

            """, to: "people.yaml", at: place)
        try await connect(
            place, "corp", ["sub": "248289761001"], as: "corp:248289761001", ["--overlay", "people.yaml"])
    }

    @Test("what a provider lacks is told before anybody logs in: its address, its issuer, its client")
    func check() async throws {
        let place = try Workplace()
        let provider = try await OtherProvider("nanoidp", at: place)
        try provider.writeSample(to: "people.yaml", at: place)
        func check(_ change: (String) -> String) async throws -> (exit: ChildProcess.Exit, output: String) {
            try provider.write(change(try provider.sample), to: "people.yaml", at: place)
            return try await place.run(
                "mcp-auth", ["upstream", "check", "nanoidp", "--overlay", "people.yaml"])
        }
        let good = try await check { $0 }
        #expect(good.exit == .status(0), "\(good.output)")
        #expect(good.output.contains("\(place.issuer)/upstream/nanoidp/callback"), "\(good.output)")
        #expect(!good.output.contains("fail"), "\(good.output)")
        for rule in ["configuration", "clock", "authorization", "scopes", "id_token", "keys", "client"] {
            #expect(good.output.contains("  \(rule) "), "\(rule): \(good.output)")
        }
        let stranger = try await check { $0.replacing("demo-secret", with: "another-secret-of-its") }
        #expect(stranger.exit == .status(1), "\(stranger.output)")
        #expect(stranger.output.contains("fail  client"), "\(stranger.output)")
        #expect(!stranger.output.contains("another-secret-of-its"), "\(stranger.output)")
        let elsewhere = try await check { $0.replacing("http://localhost:", with: "http://127.0.0.1:") }
        #expect(elsewhere.exit == .status(1), "\(elsewhere.output)")
        #expect(elsewhere.output.contains("fail  configuration"), "\(elsewhere.output)")
        let away = try await check {
            $0.replacing("localhost:\(provider.port)", with: "localhost:\(place.resourcePort)")
        }
        #expect(away.exit == .status(1), "\(away.output)")
        #expect(away.output.contains("no connection"), "\(away.output)")
        let unknown = try await place.run(
            "mcp-auth", ["upstream", "check", "corp", "--overlay", "people.yaml"])
        #expect(unknown.exit == .status(1), "\(unknown.output)")
        #expect(unknown.output.contains("hint: there is nanoidp"), "\(unknown.output)")
    }

    @Test("a login that is tried ends in a page with the claims and what they map to, and is over then")
    func tried() async throws {
        let place = try Workplace()
        let provider = try await OtherProvider("nanoidp", at: place)
        try provider.write(
            try provider.sample + "    claims: { groups: roles }\n    allow: { groups: [ADMIN] }\n",
            to: "people.yaml", at: place)
        let process = try place.start(
            "mcp-auth", ["upstream", "try", "nanoidp", "--overlay", "people.yaml"])
        let address = "\(place.issuer)/upstream/nanoidp/callback"
        try await process.says("open \(address)\n")
        let python = try await PythonEnvironment("mcp2", in: place.folder)
        let result = try await python.run(
            "try_provider.py", [],
            try Self.person("nanoidp", Self.administrator).merging([
                "TRIED": address, "AUTH_SERVER_URL": place.issuer,
                "PAGE": "[\"nanoidp:admin\", \"admin@example.org\", \"roles\", \"groups: 2\"]",
            ]) { $1 }, in: place.folder, seconds: 60)
        #expect(result.exit == .status(0), "\(result.output)\n\(process.output)")
        #expect(try await process.ended() == .status(0), "\(process.output)")
        #expect(process.output.contains("let in as nanoidp:admin\n"), "\(process.output)")
    }

    @Test(
        "a login there is looked after: through an outage, until it is over there, and anew with new keys",
        arguments: [("nanoidp", administrator), ("oidc-provider-mock", ["sub": "kim"])])
    func lookedAfter(_ name: String, _ form: [String: String]) async throws {
        let place = try Workplace()
        let provider = try await OtherProvider(name, claims: "{\"sub\":\"kim\"}", at: place)
        let lines = [
            "    scopes: [openid, profile, email, offline_access]", "    keep_tokens: true",
            "    on_refresh: check", "",
        ]
        try provider.write(
            try provider.sample + lines.joined(separator: "\n"), to: "people.yaml", at: place)
        let server = try await place.serve(["--overlay", "people.yaml", "--disable", "fake_login"])
        let wire = Wire(issuer: place.issuer)
        let client = try #require(try await wire.register()["client_id"]?.string?.shown)
        var (access, refresh) = try await signIn(place, client, form)
        func refreshed() async throws -> Answer {
            let answer = try await wire.refresh(refresh, of: client)
            if answer.status == 200 { (access, refresh) = try ProviderPlace.tokens(answer) }
            return answer
        }
        let confirmed = try await refreshed()
        #expect(confirmed.status == 200, "\(confirmed.body)\n\(server.output)")
        try await provider.end()
        let unconfirmed = try await refreshed()
        #expect(unconfirmed.status == 200, "\(unconfirmed.body)\n\(server.output)")
        try await server.says("nanoidp can't be asked whether the login still holds")
        try await provider.beginAgain()
        // It has forgotten everybody, and says so.
        let over = try await refreshed()
        #expect(
            over.status == 400 && over["error"]?.string == "invalid_grant", "\(over.body)\n\(server.output)")
        #expect(try await wire.introspect(access)["active"]?.bool == false)
        (access, refresh) = try await signIn(place, client, form)
        #expect(try await wire.introspect(access)["active"]?.bool == true)
        #expect(try await refreshed().status == 200)
        try await server.stop()
    }

    /// Tokens of a person who signs in at the provider.
    private func signIn(
        _ place: Workplace, _ client: String, _ form: [String: String]
    ) async throws -> (access: String, refresh: String) {
        let python = try await PythonEnvironment("mcp2", in: place.folder)
        let result = try await python.run(
            "sign_in.py", [],
            try Self.person("nanoidp", form).merging([
                "AUTH_SERVER_URL": place.issuer, "AUTHORIZE": Wire.authorization(client),
            ]) { $1 }, in: place.folder, seconds: 60)
        let address = try #require(result.output.split(separator: "\n").last.map(String.init))
        let code = URLComponents(string: address)?.queryItems?.first { $0.name == "code" }?.value
        return try ProviderPlace.tokens(
            try await Wire(issuer: place.issuer).redeem(
                try #require(code, "\(result.output)"), of: client))
    }

    /// The real client, the real provider, and both programs.
    private func connect(
        _ place: Workplace, _ name: String, _ form: [String: String], as subject: String,
        _ arguments: [String]
    ) async throws {
        let demo = try await place.demo(arguments)
        let python = try await PythonEnvironment("mcp2", in: place.folder)
        let variables = try Self.person(name, form).merging([
            "PROVIDER_SUBJECT": subject, "AUTH_SERVER_URL": place.issuer,
            "BASE_URI": "http://localhost:\(place.resourcePort)",
        ]) { $1 }
        let result = try await python.run(
            "client_provider.py", [], variables, in: place.folder, seconds: 120)
        #expect(result.exit == .status(0), "\(result.output)\nthe servers\n\(demo.output)")
        try await demo.stop()
    }

    private static func person(_ name: String, _ form: [String: String]) throws -> [String: String] {
        let written = String(decoding: try JSONEncoder().encode(form), as: UTF8.self)
        return ["PROVIDER": name, "PROVIDER_FORM": written]
    }
}
