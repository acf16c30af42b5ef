import Foundation
import JSON
import RedisServers
import Support
import Testing
import WireText

@Suite("Three processes behind nginx with the shipped configuration", .serialized)
struct ProxyTests {
    @Test("nginx takes the file as it is, without rights and without a word of warning")
    func syntax() async throws {
        let (exit, output) = try await Nginx.test()
        #expect(exit == .status(0) && output.contains("test is successful"), "\(output)")
        for word in ["[warn]", "[alert]", "[error]", "[emerg]"] {
            #expect(!output.contains(word), "\(output)")
        }
    }

    @Test("a client knows one server, whichever process answers: each request goes to another one")
    func flow() async throws {
        let site = try await Site()
        let wire = site.wire
        let metadata = try await wire.get("/.well-known/oauth-authorization-server")
        #expect(metadata["issuer"]?.string?.shown == site.place.issuer)
        for name in ["authorization", "token", "registration", "introspection", "revocation"] {
            let endpoint = try #require(metadata[name + "_endpoint"]?.string?.shown)
            #expect(endpoint.hasPrefix(site.place.issuer + "/oauth/"))
        }
        let registration = try await wire.register()
        let client = try #require(registration["client_id"]?.string?.shown)

        var visitor = Visitor(wire)
        let consent = try await visitor.open(
            Wire.authorization(client, state: "chosen by a client, 7 & more"))
        let login = try await visitor.press("decision", "approve", on: consent)
        let back = try await visitor.press("action", "finish", on: login)
        #expect(back.redirect("state") == "chosen by a client, 7 & more")
        #expect(back.redirect("iss") == site.place.issuer)
        let first = try await wire.redeem(try #require(back.redirect("code")), of: client)
        let access = try #require(first["access_token"]?.string?.shown)
        let introspection = try await wire.introspect(access)
        #expect(introspection["active"]?.bool == true)
        #expect(introspection["iss"]?.string?.shown == site.place.issuer)
        let second = try await wire.refresh(try #require(first["refresh_token"]?.string?.shown), of: client)
        #expect(second.status == 200, "\(second.body)")
        let ended = try await wire.introspect(access)
        #expect(ended.body == "{\"active\":false}\n")
        let refresh = try #require(second["refresh_token"]?.string?.shown)
        let revocation = try await wire.revoke(refresh, of: client)
        #expect(revocation.status == 200)
        let refused = try await wire.refresh(refresh, of: client)
        #expect(refused["error"]?.string?.shown == "invalid_grant")

        var authors: [Int] = []
        for answer in [back, first, introspection, second, ended, revocation, refused] {
            authors.append(try #require(try await site.author(of: answer)))
        }
        for (one, next) in zip(authors, authors.dropFirst()) { #expect(one != next, "\(authors)") }
        #expect(Set(authors).count == 3)
        #expect(try await site.stop())
    }

    @Test(
        "a shared limit holds for each client, by the address from which it reached the proxy and not by what it says"
    )
    func limits() async throws {
        let site = try await Site { try $0.edit("rate: 120/1m", "rate: 3/1h") }
        let (one, other) = (site.wire.from("127.0.0.2"), site.wire.from("127.0.0.3"))
        for number in 1...3 {
            #expect(try await one.requestToken(forged: "203.0.113.\(number)").status == 401)
        }
        for forged in ["203.0.113.4", "203.0.113.5, 127.0.0.1", "127.0.0.3", nil] {
            let answer = try await one.requestToken(forged: forged)
            #expect(answer.status == 429, "\(forged ?? "nothing")")
            #expect(answer.header("Retry-After").first.flatMap { Int($0) }.map { $0 > 3000 } == true)
        }
        // The first one has not used up what the other one has, though it has named it.
        for _ in 1...3 { #expect(try await other.requestToken(forged: "127.0.0.2").status == 401) }
        #expect(try await other.requestToken().status == 429)
        for server in site.servers {
            // Each process has counted.
            try await server.says("peer=127.0.0.2 ")
            #expect(!server.output.contains("peer=203.0.113."))
        }
        #expect(try await site.redis.command("KEYS", "auth:limit:token:*").split(separator: "\n").count == 2)
        #expect(try await site.stop())
    }

    @Test("the sizes are those of the processes: a long state comes back, a large body is answered by them")
    func sizes() async throws {
        let site = try await Site { try $0.prepareForLoad() }
        let state = String(repeating: "state-of-a-client.", count: 450)
        let client = try #require(try await site.wire.register()["client_id"]?.string?.shown)
        for _ in site.ports {
            var visitor = Visitor(site.wire)
            let back = try await visitor.open(Wire.authorization(client, state: state))
            #expect(back.redirect("state") == state, "\(back.status) \(back.body.prefix(200))")
        }
        let token = "mat_" + String(repeating: "x", count: 3 << 20)
        #expect(try await site.wire.introspect(token).body == "{\"active\":false}\n")
        let registration = try await site.wire.post(
            "/oauth/register", json: "{\"client_name\":\"\(String(repeating: "x", count: 100_000))\"}")
        #expect(registration.status == 413 && registration["error"] != nil, "\(registration.body)")
        #expect(try await site.stop())
    }
}

extension Wire {
    /// For a client that nobody knows. `forged`: what it says of where it comes from.
    fileprivate func requestToken(forged: String? = nil) async throws -> Answer {
        let form = "grant_type=authorization_code&client_id=nobody&code=none"
        guard let forged else { return try await post("/oauth/token", form: form) }
        return try await post("/oauth/token", form: form, headers: ["X-Forwarded-For": forged])
    }
}
