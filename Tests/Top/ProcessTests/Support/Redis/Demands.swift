import JSON
import Testing
import WireText

/// Asks for everything that needs the store, and demands that each answer says that it can't be reached and nothing else.
struct Demands: Sendable {
    let wire: Wire
    /// A client that was registered, and what it has.
    let client: String
    let code: String
    let grant: Acknowledged.Grant

    /// What the store refuses.
    enum Refusal: Sendable {
        case everything
        /// It can be read, and takes no changes.
        case changes
        /// It can be read, and forget things.
        case growth
    }

    /// Nothing of this is redeemed, rotated or revoked by being asked for while the store refuses it.
    func expectOutage(of refusal: Refusal = .everything) async throws {
        var answers = [
            try await wire.redeem(code, of: client), try await wire.refresh(grant.refreshToken, of: client),
            try await wire.register(),
        ]
        if refusal != .growth {
            answers.append(try await wire.revoke(grant.accessToken, of: client))
            answers.append(try await wire.revoke(grant.refreshToken, of: client))
        }
        let introspection = try await wire.introspect(grant.accessToken)
        if refusal == .everything {
            answers.append(introspection)
            #expect(introspection["active"] == nil)
        } else {
            #expect(introspection["active"]?.bool == true, "\(introspection.body)")
        }
        for answer in answers {
            check(answer)
            #expect(answer["error"]?.string?.shown == "temporarily_unavailable", "\(answer.body)")
        }
        check(try await wire.get(Wire.authorization(client)))
        let metadata = try await wire.get("/.well-known/oauth-authorization-server")
        #expect(metadata.status == 200)
        #expect(metadata["issuer"]?.string?.shown == wire.issuer)
    }

    /// Everything is still as it was.
    func expectService() async throws {
        let wire = wire.patiently
        for answer in [
            try await wire.introspect(grant.accessToken), try await wire.redeem(code, of: client),
            try await wire.refresh(grant.refreshToken, of: client),
        ] {
            #expect(answer.status == 200, "\(answer.body)")
            #expect(answer["active"]?.bool != false)
        }
    }

    private func check(_ answer: Answer) {
        #expect(answer.status == 503, "\(answer.body)")
        #expect(answer.header("Retry-After") == ["1"])
    }
}

extension Demands {
    /// Registers a client that has a code and tokens, at a server that approves by itself.
    init(_ wire: Wire) async throws {
        let patient = wire.patiently
        let client = try #require(try await patient.register()["client_id"]?.string?.shown)
        let codes = try await [patient.authorize(client), patient.authorize(client)].map {
            $0.redirect("code")
        }
        let tokens = try await patient.redeem(try #require(codes[0]), of: client)
        self.init(
            wire: wire, client: client, code: try #require(codes[1]),
            grant: try #require(Acknowledged.Grant(tokens, of: client)))
    }
}
