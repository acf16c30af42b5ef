import JSON
import Support
import Testing
import WireText

/// One of many that use the server at once and remember each answer.
///
/// Before a request leaves, what it may change is struck out; the answer puts it back as it then is. So what stands
/// here when the connection breaks, or when the answer is that the store can't be reached, is exactly what was acknowledged.
struct LoadWorker: Sendable {
    let wire: Wire
    let mishap: any Mishap
    var random: SeededRandom
    /// Between two answers.
    var pause: Duration = .zero
    var known = Acknowledged()

    /// Works until the load is over.
    mutating func work() async throws -> Acknowledged {
        while !mishap.isOver {
            do {
                try await step()
                mishap.countAnswer()
                if pause > .zero { try await Task.sleep(for: pause) }
            } catch is Outage where mishap.excusesOutage {
                mishap.countOutage()
                try await Task.sleep(for: .milliseconds(10))
            } catch  where mishap.excusesSilence {
                break
            }
        }
        return known
    }

    private mutating func step() async throws {
        guard let client = known.clients.randomElement(using: &random) else { return try await register() }
        switch Int.random(in: 0..<12, using: &random) {
        case 0: try await register()
        case 1, 2: try await authorize(client)
        case 3, 4: try await redeem()
        case 5, 6, 7: try await refresh()
        case 8, 9: try await introspect()
        case 10: try await revokeAccessToken()
        default: try await revokeGrant()
        }
    }

    private mutating func register() async throws {
        let answer = try await answered(201) { try await wire.register() }
        if let client = answer["client_id"]?.string?.shown { known.clients.append(client) }
    }

    private mutating func authorize(_ client: String) async throws {
        let answer = try await answered(302) { try await wire.authorize(client) }
        if let code = answer.redirect("code") {
            known.codes.append(.init(client: client, code: code))
        } else {
            Issue.record("the authorization of \(client) led to \(answer.location ?? answer.body)")
        }
    }

    private mutating func redeem() async throws {
        guard let index = known.codes.indices.randomElement(using: &random) else { return }
        let code = known.codes.remove(at: index)
        let answer = try await answered(200) { try await wire.redeem(code.code, of: code.client) }
        if let grant = Acknowledged.Grant(answer, of: code.client) { known.grants.append(grant) }
    }

    private mutating func refresh() async throws {
        guard let index = known.grants.indices.randomElement(using: &random) else { return }
        known.grants[index].isRotating = true
        let grant = known.grants[index]
        let answer = try await answered(200) { try await wire.refresh(grant.refreshToken, of: grant.client) }
        known.endedAccessTokens += known.grants[index].rotate(answer)
    }

    private mutating func introspect() async throws {
        if Bool.random(using: &random), let ended = known.endedAccessTokens.randomElement(using: &random) {
            let answer = try await answered(200) { try await wire.introspect(ended) }
            #expect(answer["active"]?.bool == false, "an access token that was ended came back")
        } else if let grant = known.grants.randomElement(using: &random), grant.hasAccess {
            let answer = try await answered(200) { try await wire.introspect(grant.accessToken) }
            #expect(answer["active"]?.bool == true, "an access token is lost: \(answer.body)")
        }
    }

    private mutating func revokeAccessToken() async throws {
        guard let index = known.grants.indices.randomElement(using: &random) else { return }
        let grant = known.grants.remove(at: index)
        _ = try await answered(200) { try await wire.revoke(grant.accessToken, of: grant.client) }
        known.endedAccessTokens.append(grant.accessToken)
        known.grants.append(grant.withoutAccessToken)
    }

    private mutating func revokeGrant() async throws {
        guard let index = known.grants.indices.randomElement(using: &random) else { return }
        let grant = known.grants.remove(at: index)
        _ = try await answered(200) { try await wire.revoke(grant.refreshToken, of: grant.client) }
        known.endedAccessTokens.append(grant.accessToken)
        known.endedGrants.append(.init(client: grant.client, refreshToken: grant.refreshToken))
    }

    /// - Throws: ``Outage`` for an answer that the store can't be reached, which says so as it has to.
    private func answered(_ status: UInt, _ request: () async throws -> Answer) async throws -> Answer {
        let answer = try await request()
        if answer.status == 503 {
            #expect(answer.header("Retry-After") == ["1"])
            throw Outage()
        }
        #expect(answer.status == status, "\(answer.body)")
        return answer
    }
}

extension Acknowledged.Grant {
    init?(_ answer: Answer, of client: String) {
        guard let access = answer["access_token"]?.string?.shown,
            let refresh = answer["refresh_token"]?.string?.shown
        else { return nil }
        self.init(client: client, accessToken: access, refreshToken: refresh)
    }

    /// Whether the access token is known to be good.
    var hasAccess: Bool { !isRotating && !isAccessTokenEnded }

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
