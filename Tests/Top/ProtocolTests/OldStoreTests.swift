import JSON
import Support
import Testing

/// Each of these stores is started twice: what is left behind by the first is read by the second.
@Suite("a store that an earlier version filled")
struct OldStoreTests {
    @Test(
        "its clients authenticate as they did, and with nothing else; their tokens are what they were and go on",
        arguments: OldStore.all, ["public", "basic", "post", "demo", "fat"])
    func clients(_ place: OldStore.Place, _ name: String) async throws {
        var next = ""
        try await OldStore.run(place) { server, store in
            let client = try store.client(name, on: server)
            let answer = try await server.introspect(try store[name + "_access"]).json
            for (name, value) in try store.introspection(name) { #expect(answer[name] == value, "\(name)") }
            if client.secret != nil {
                let thief = TestClient(
                    server: server, id: client.id, secret: "mcs_x", method: client.method)
                #expect(try await thief.refresh(try store[name + "_refresh"]).error == "invalid_client")
            }
            let first = try Tokens(try await client.refresh(try store[name + "_refresh"]))
            #expect(try await server.isActive(first.access))
            #expect(try await server.isActive(try store[name + "_access"]) == false)
            let second = try Tokens(try await client.refresh(try #require(first.refresh)))
            next = try #require(second.refresh)
            #expect(try await server.isActive(try await client.tokens().access), "a new grant")
        } afterwards: { server, store in
            let client = try store.client(name, on: server)
            #expect(try await server.isActive(Tokens(try await client.refresh(next)).access))
        }
    }

    @Test("a grant keeps its scope", arguments: OldStore.all)
    func scope(_ place: OldStore.Place) async throws {
        try await OldStore.run(place) { server, store in
            let client = try store.client(on: server)
            let access = try store["offline_access"]
            #expect(try await server.introspect(access).json["scope"] == "mcp offline_access")
            let tokens = try Tokens(try await client.refresh(try store["offline_refresh"]))
            #expect(tokens.response.json["scope"] == "mcp offline_access")
        }
    }

    @Test("its tokens end when they were to end", arguments: OldStore.all)
    func lifetimes(_ place: OldStore.Place) async throws {
        try await OldStore.run(place) { server, store in
            let client = try store.client(on: server)
            server.clock.advance(by: .seconds(3500))
            #expect(try await server.isActive(try store["public_access"]))
            server.clock.advance(by: .seconds(100))
            #expect(try await server.isActive(try store["public_access"]) == false)
            #expect(try await client.redeem(try store["code"]).error == "invalid_grant")
            server.clock.advance(by: .seconds(29 * 86_400))
            #expect(try await client.refresh(try store["public_refresh"]).status == 200)
            server.clock.advance(by: .seconds(86_400))
            #expect(try await client.refresh(try store["successor_refresh"]).error == "invalid_grant")
        }
    }

    @Test("a code that was waiting is redeemed, once", arguments: OldStore.all)
    func code(_ place: OldStore.Place) async throws {
        try await OldStore.run(place) { server, store in
            let client = try store.client(on: server)
            let tokens = try Tokens(try await client.redeem(try store["code"]))
            #expect(try await server.isActive(tokens.access))
        } afterwards: { server, store in
            let client = try store.client(on: server)
            #expect(try await client.redeem(try store["code"]).error == "invalid_grant")
        }
    }

    @Test("a code that was redeemed is known: who comes with it ends the grant", arguments: OldStore.all)
    func usedCode(_ place: OldStore.Place) async throws {
        try await OldStore.run(place) { server, store in
            let client = try store.client(on: server)
            #expect(try await server.isActive(try store["used_access"]))
            #expect(try await client.redeem(try store["used_code"]).error == "invalid_grant")
            #expect(try await server.isActive(try store["used_access"]) == false)
        } afterwards: { server, store in
            try await expectEnded("used", server, store)
        }
    }

    @Test(
        "a spent refresh token gets its answer again, until the successor is used", arguments: OldStore.all)
    func replay(_ place: OldStore.Place) async throws {
        try await OldStore.run(place) { server, store in
            let client = try store.client(on: server)
            let again = try Tokens(try await client.refresh(try store["spent"]))
            #expect(again.refresh == (try store["successor_refresh"]))
            #expect(again.access == (try store["successor_access"]))
            #expect(try await client.refresh(try store["successor_refresh"]).status == 200)
            #expect(try await client.refresh(try store["spent"]).error == "invalid_grant")
        } afterwards: { server, store in
            try await expectEnded("successor", server, store)
        }
    }

    @Test("a spent refresh token ends its grant once the window has passed", arguments: OldStore.all)
    func spent(_ place: OldStore.Place) async throws {
        try await OldStore.run(place) { server, store in
            server.clock.advance(by: .seconds(31))
            #expect(try await server.isActive(try store["successor_access"]))
            #expect(try await store.client(on: server).refresh(try store["spent"]).error == "invalid_grant")
            try await expectEnded("successor", server, store)
        } afterwards: { server, store in
            try await expectEnded("successor", server, store)
        }
    }

    @Test(
        "a grant of three hundred rotations goes on, knows its first token, and is revoked whole",
        arguments: OldStore.all)
    func long(_ place: OldStore.Place) async throws {
        try await OldStore.run(place) { server, store in
            let client = try store.client(on: server)
            #expect(try await server.isActive(try store["long_access"]))
            let tokens = try Tokens(try await client.refresh(try store["long_refresh"]))
            #expect(try await client.revoke(try #require(tokens.refresh)).status == 200)
            #expect(try await server.isActive(tokens.access) == false)
        }
        try await OldStore.run(place) { server, store in
            let client = try store.client(on: server)
            #expect(try await client.refresh(try store["long_first"]).error == "invalid_grant")
            try await expectEnded("long", server, store)
        }
    }

    @Test(
        "a grant that was revoked, and one that ended by a reuse, stay ended", arguments: OldStore.all,
        ["revoked", "reused"])
    func ended(_ place: OldStore.Place, _ name: String) async throws {
        try await OldStore.run(place) { server, store in
            try await expectEnded(name, server, store)
        } afterwards: { server, store in
            try await expectEnded(name, server, store)
        }
    }

    @Test("an access token that was revoked stays so, and its grant goes on", arguments: OldStore.all)
    func revokedAccess(_ place: OldStore.Place) async throws {
        try await OldStore.run(place) { server, store in
            let isActive = try await server.isActive(try store["cut_access"])
            #expect(!isActive)
        } afterwards: { server, store in
            let client = try store.client(on: server)
            let tokens = try Tokens(try await client.refresh(try store["cut_refresh"]))
            #expect(try await server.isActive(tokens.access))
            #expect(try await server.isActive(try store["cut_access"]) == false)
        }
    }
}

private func expectEnded(
    _ name: String, _ server: TestServer, _ store: OldStore, sourceLocation: SourceLocation = #_sourceLocation
) async throws {
    #expect(
        try await server.isActive(try store[name + "_access"]) == false, sourceLocation: sourceLocation)
    let answer = try await store.client(on: server).refresh(try store[name + "_refresh"])
    #expect(answer.error == "invalid_grant", sourceLocation: sourceLocation)
}
