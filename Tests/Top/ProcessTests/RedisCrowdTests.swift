import Foundation
import JSON
import RedisServers
import Support
import Testing
import WireText

@Suite("Several processes on one Redis", .serialized)
struct RedisCrowdTests {
    /// `SOAK=1`: a thousand codes.
    private let count = Soak.isOn ? 1000 : 100

    @Test(
        "a code that comes to all of them at once is redeemed once, and so is its refresh token",
        arguments: [2, 4])
    func once(_ processes: Int) async throws {
        let redis = try await RedisServer.start()
        let place = try Workplace(redis: redis.url)
        try place.prepareForLoad(rotation: "strict")
        let crowd = try await Crowd(processes, at: place)
        let client = try #require(try await crowd.wire.register()["client_id"]?.string?.shown)
        let codes = try await concurrently(0..<count * 2, width: 16) { _ in
            try await crowd.wire.authorize(client).redirect("code")
        }.compactMap(\.self)
        #expect(codes.count == count * 2)

        let start = ContinuousClock.now
        let redemptions = try await concurrently(codes.prefix(count), width: 8) { code in
            try await crowd.all { try await $0.redeem(code, of: client) }
        }
        for answers in redemptions { try await expectOneWinner(answers, of: crowd) }

        let grants = try await concurrently(codes.suffix(count), width: 8) { code in
            try #require(
                Acknowledged.Grant(try await crowd.wire.redeem(code, of: client), of: client))
        }
        let rotations = try await concurrently(grants, width: 8) { grant in
            try await crowd.all { try await $0.refresh(grant.refreshToken, of: client) }
        }
        for answers in rotations { try await expectOneWinner(answers, of: crowd) }
        let time = start.duration(to: .now).milliseconds
        print(
            "\(processes) processes: \(count) codes and \(count) refresh tokens, each sent to all at once: "
                + "\(winners(redemptions)) and \(winners(rotations)) successes, \(time) ms")
        try await crowd.stop()
    }

    private func winners(_ answers: [[Answer]]) -> Int {
        answers.count { $0.contains { $0.status == 200 } }
    }

    /// One is given tokens, the others are refused; and since they came with all that the winner had, nobody keeps any
    /// (RFC 6749 §4.1.2, RFC 9700 §4.14.2).
    private func expectOneWinner(_ answers: [Answer], of crowd: Crowd) async throws {
        let won = answers.filter { $0.status == 200 }
        #expect(won.count == 1, "\(answers.map(\.body))")
        for answer in answers where answer.status != 200 {
            #expect(
                answer.status == 400 && answer["error"]?.string?.shown == "invalid_grant", "\(answer.body)")
        }
        let token = try #require(won.first?["access_token"]?.string?.shown)
        #expect(try await crowd.wire.introspect(token).body == "{\"active\":false}\n")
    }

    @Test(
        "a person may be sent to another process with each step, and what one revokes is over at all others")
    func steps() async throws {
        let redis = try await RedisServer.start()
        let place = try Workplace(redis: redis.url)
        let crowd = try await Crowd(2, at: place)
        let client = try #require(try await crowd.wires[0].register()["client_id"]?.string?.shown)
        for _ in 1...3 {
            var visitor = Visitor(crowd.wire)
            let consent = try await visitor.open(Wire.authorization(client))
            let login = try await visitor.press("decision", "approve", on: consent)
            let back = try await visitor.press("action", "finish", on: login)
            let code = try #require(back.redirect("code"))
            let grant = try #require(
                Acknowledged.Grant(try await crowd.wires[1].redeem(code, of: client), of: client))
            for wire in crowd.wires {
                #expect(try await wire.introspect(grant.accessToken)["active"]?.bool == true)
            }
            #expect(try await crowd.wires[0].revoke(grant.refreshToken, of: client).status == 200)
            for wire in crowd.wires {
                #expect(try await wire.introspect(grant.accessToken).body == "{\"active\":false}\n")
            }
        }
        try await crowd.stop()
    }
}

extension Crowd {
    /// Sends a request to all processes at the same time.
    func all(_ request: @escaping @Sendable (Wire) async throws -> Answer) async throws -> [Answer] {
        try await withThrowingTaskGroup(of: Answer.self) { group in
            for wire in wires {
                group.addTask { try await request(wire) }
            }
            return try await group.reduce(into: []) { $0.append($1) }
        }
    }
}
