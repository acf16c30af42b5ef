import JSON
import Support
import WireText

/// Asks a server for everything that was acknowledged before something happened to it.
struct Verification {
    /// Something that is not as it was acknowledged.
    enum Finding: Sendable, Equatable {
        /// A client, code or token that was handed out is not known any more.
        case lost(String)
        /// What was revoked or spent is good again; or an answer that no state of the store explains.
        case wrong(String)
    }

    let wire: Wire
    var random: SeededRandom
    private(set) var findings: [Finding] = []

    init(wire: Wire, random: SeededRandom) {
        self.wire = wire
        self.random = random
    }

    /// What is known afterwards: asking uses codes and refresh tokens up.
    mutating func check(_ before: Acknowledged) async throws -> Acknowledged {
        var after = before
        for client in before.clients {
            let answer = try await wire.redeem("mac_none", of: client)
            expect(answer, 400, orLost: "the registration of \(client)")
        }
        for token in before.endedAccessTokens { try await checkEnded(token) }
        for grant in before.endedGrants { try await checkEnded(grant) }

        after.codes = []
        after.grants = []
        for code in before.codes {
            let answer = try await wire.redeem(code.code, of: code.client)
            expect(answer, 200, orLost: "a code")
            if let grant = Acknowledged.Grant(answer, of: code.client) { after.grants.append(grant) }
        }
        for grant in before.grants { try await check(grant, &after) }
        return after
    }

    private mutating func check(_ grant: Acknowledged.Grant, _ after: inout Acknowledged) async throws {
        if grant.hasAccess {
            let answer = try await wire.introspect(grant.accessToken)
            if answer.status != 200 || answer["active"]?.bool != true {
                findings.append(.lost("an access token: \(answer.status) \(answer.body)"))
            } else if answer["client_id"]?.string?.shown != grant.client {
                findings.append(.wrong("an access token is another client's: \(answer.body)"))
            }
        }
        if grant.spent.count >= 2, !grant.isRotating, Bool.random(using: &random) {
            return try await checkReuse(grant, &after)
        }
        let answer = try await wire.refresh(grant.refreshToken, of: grant.client)
        expect(answer, 200, orLost: "a refresh token")
        var next = grant
        for ended in next.rotate(answer) {
            try await checkEnded(ended)
            after.endedAccessTokens.append(ended)
        }
        if answer.status == 200 { after.grants.append(next) }
    }

    /// A refresh token whose successor was used is known as spent after a crash too: showing it ends the grant
    /// (RFC 9700 §4.14.2).
    private mutating func checkReuse(
        _ grant: Acknowledged.Grant, _ after: inout Acknowledged
    ) async throws {
        let answer = try await wire.refresh(grant.spent[0], of: grant.client)
        expectRefusal(answer, "a spent refresh token")
        let ended = Acknowledged.EndedGrant(client: grant.client, refreshToken: grant.refreshToken)
        try await checkEnded(grant.accessToken)
        try await checkEnded(ended)
        after.endedAccessTokens.append(grant.accessToken)
        after.endedGrants.append(ended)
    }

    private mutating func checkEnded(_ accessToken: String) async throws {
        let answer = try await wire.introspect(accessToken)
        if answer.status != 200 || answer["active"]?.bool != false {
            findings.append(.wrong("an access token that was ended: \(answer.status) \(answer.body)"))
        }
    }

    private mutating func checkEnded(_ grant: Acknowledged.EndedGrant) async throws {
        expectRefusal(
            try await wire.refresh(grant.refreshToken, of: grant.client), "a revoked refresh token")
    }

    /// A client that is lost is none of this token's business.
    private mutating func expectRefusal(_ answer: Answer, _ what: String) {
        let isRefused =
            (answer.status == 400 && answer["error"]?.string?.shown == "invalid_grant")
            || (answer.status == 401 && answer["error"]?.string?.shown == "invalid_client")
        if !isRefused { findings.append(.wrong("\(what): \(answer.status) \(answer.body)")) }
    }

    private mutating func expect(_ answer: Answer, _ status: UInt, orLost what: String) {
        switch (answer.status, answer["error"]?.string?.shown) {
        case (200, _) where status == 200: break
        case (400, "invalid_grant"):
            if status != 400 { findings.append(.lost("\(what): \(answer.body)")) }
        case (401, "invalid_client"): findings.append(.lost("\(what), with its client: \(answer.body)"))
        default: findings.append(.wrong("\(what): \(answer.status) \(answer.body)"))
        }
    }
}
