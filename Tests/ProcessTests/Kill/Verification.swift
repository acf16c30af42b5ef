import Harness
import JSON
import Testing

/// Asks a server that was started again for everything that was acknowledged before it was killed.
struct Verification {
    let wire: Wire
    var random: SeededRandom

    /// What is known afterwards: asking uses codes and refresh tokens up.
    mutating func check(_ before: Acknowledged) async throws -> Acknowledged {
        var after = before
        for client in before.clients {
            let answer = try await wire.redeem("mac_none", of: client)
            #expect(answer.status == 400, "the registration of \(client) is lost: \(answer.body)")
            #expect(answer["error"]?.string == "invalid_grant")
        }
        for token in before.endedAccessTokens { try await checkEnded(token) }
        for grant in before.endedGrants { try await checkEnded(grant) }

        after.codes = []
        after.grants = []
        for code in before.codes {
            let answer = try await wire.redeem(code.code, of: code.client)
            #expect(answer.status == 200, "a code is lost: \(answer.body)")
            if let grant = Acknowledged.Grant(answer, of: code.client) { after.grants.append(grant) }
        }
        for grant in before.grants { try await check(grant, &after) }
        return after
    }

    private mutating func check(_ grant: Acknowledged.Grant, _ after: inout Acknowledged) async throws {
        if !grant.isRotating && !grant.isAccessTokenEnded {
            let answer = try await wire.introspect(grant.accessToken)
            #expect(answer["active"]?.bool == true, "an access token is lost: \(answer.body)")
            #expect(answer["client_id"]?.string == grant.client)
        }
        if grant.spent.count >= 2, !grant.isRotating, Bool.random(using: &random) {
            return try await checkReuse(grant, &after)
        }
        let answer = try await wire.refresh(grant.refreshToken, of: grant.client)
        #expect(answer.status == 200, "a refresh token is lost: \(answer.body)")
        var next = grant
        for ended in next.rotate(answer) {
            try await checkEnded(ended)
            after.endedAccessTokens.append(ended)
        }
        if answer.status == 200 { after.grants.append(next) }
    }

    /// A refresh token whose successor was used is known as spent after a crash too: showing it ends the grant
    /// (RFC 9700 §4.14.2).
    private func checkReuse(_ grant: Acknowledged.Grant, _ after: inout Acknowledged) async throws {
        let answer = try await wire.refresh(grant.spent[0], of: grant.client)
        #expect(answer.status == 400, "a spent refresh token came back: \(answer.body)")
        let ended = Acknowledged.EndedGrant(client: grant.client, refreshToken: grant.refreshToken)
        try await checkEnded(grant.accessToken)
        try await checkEnded(ended)
        after.endedAccessTokens.append(grant.accessToken)
        after.endedGrants.append(ended)
    }

    private func checkEnded(_ accessToken: String) async throws {
        let answer = try await wire.introspect(accessToken)
        #expect(answer["active"]?.bool == false, "an access token that was ended came back: \(answer.body)")
    }

    private func checkEnded(_ grant: Acknowledged.EndedGrant) async throws {
        let answer = try await wire.refresh(grant.refreshToken, of: grant.client)
        #expect(answer.status == 400, "a revoked refresh token came back")
        #expect(answer["error"]?.string == "invalid_grant")
    }
}
