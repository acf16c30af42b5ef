import Harness
import JSON
import Testing

/// One of many that use the server at once and remember each answer.
///
/// Before a request leaves, what it may change is struck out; the answer puts it back as it then is. So what stands
/// here when the connection breaks is exactly what was acknowledged.
struct LoadWorker: Sendable {
    let wire: Wire
    let guillotine: Guillotine
    var random: SeededRandom
    var known = Acknowledged()

    /// Works until the server is gone.
    mutating func work() async throws -> Acknowledged {
        while !guillotine.hasFallen {
            do {
                try await step()
                guillotine.countAnswer()
            } catch  where guillotine.hasFallen {
                break
            }
        }
        return known
    }

    private mutating func step() async throws {
        guard let client = known.clients.randomElement(using: &random) else { return try await register() }
        switch Int.random(in: 0..<10, using: &random) {
        case 0: try await register()
        case 1, 2: try await authorize(client)
        case 3, 4: try await redeem()
        case 5, 6, 7: try await refresh()
        case 8: try await revokeAccessToken()
        default: try await revokeGrant()
        }
    }

    private mutating func register() async throws {
        let answer = try await wire.register()
        #expect(answer.status == 201, "\(answer.body)")
        if let client = answer["client_id"]?.string { known.clients.append(client) }
    }

    private mutating func authorize(_ client: String) async throws {
        let code = try await wire.authorize(client)
        if let code {
            known.codes.append(.init(client: client, code: code))
        } else if !guillotine.hasFallen {
            Issue.record("the authorization of \(client) led to no code")
        }
    }

    private mutating func redeem() async throws {
        guard let index = known.codes.indices.randomElement(using: &random) else { return }
        let code = known.codes.remove(at: index)
        let answer = try await wire.redeem(code.code, of: code.client)
        #expect(answer.status == 200, "\(answer.body)")
        if let grant = Acknowledged.Grant(answer, of: code.client) { known.grants.append(grant) }
    }

    private mutating func refresh() async throws {
        guard let index = known.grants.indices.randomElement(using: &random) else { return }
        known.grants[index].isRotating = true
        let answer = try await wire.refresh(
            known.grants[index].refreshToken, of: known.grants[index].client)
        #expect(answer.status == 200, "\(answer.body)")
        known.endedAccessTokens += known.grants[index].rotate(answer)
    }

    private mutating func revokeAccessToken() async throws {
        guard let index = known.grants.indices.randomElement(using: &random) else { return }
        let grant = known.grants.remove(at: index)
        let answer = try await wire.revoke(grant.accessToken, of: grant.client)
        #expect(answer.status == 200, "\(answer.body)")
        known.endedAccessTokens.append(grant.accessToken)
        known.grants.append(grant.withoutAccessToken)
    }

    private mutating func revokeGrant() async throws {
        guard let index = known.grants.indices.randomElement(using: &random) else { return }
        let grant = known.grants.remove(at: index)
        let answer = try await wire.revoke(grant.refreshToken, of: grant.client)
        #expect(answer.status == 200, "\(answer.body)")
        known.endedAccessTokens.append(grant.accessToken)
        known.endedGrants.append(.init(client: grant.client, refreshToken: grant.refreshToken))
    }
}

extension Acknowledged.Grant {
    init?(_ answer: Answer, of client: String) {
        guard let access = answer["access_token"]?.string, let refresh = answer["refresh_token"]?.string
        else { return nil }
        self.init(client: client, accessToken: access, refreshToken: refresh)
    }

    var withoutAccessToken: Self {
        var copy = self
        copy.isAccessTokenEnded = true
        return copy
    }

    /// Takes over the answer to a rotation; the access tokens that ended with it are returned.
    mutating func rotate(_ answer: Answer) -> [String] {
        guard let next = Acknowledged.Grant(answer, of: client) else { return [] }
        let ended = accessToken
        spent.append(refreshToken)
        accessToken = next.accessToken
        refreshToken = next.refreshToken
        isRotating = false
        isAccessTokenEnded = false
        return [ended]
    }
}
