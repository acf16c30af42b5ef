import OAuthModel
import Storage
import Testing

private let rounds = 40

/// The answers of 64 calls that run at once.
func concurrently<Answer: Sendable>(
    _ call: @escaping @Sendable (Int) async throws -> Answer
) async throws -> [Answer] {
    try await withThrowingTaskGroup(of: Answer.self) { group in
        for number in 0..<64 { group.addTask { try await call(number) } }
        var answers: [Answer] = []
        for try await answer in group { answers.append(answer) }
        return answers
    }
}

let racePromises: [StorePromise] = [
    StorePromise("of 64 concurrent redemptions one wins, and only its tokens exist (RFC 6749 §4.1.2)") {
        fixture in
        for round in 0..<rounds {
            let grant = "grant \(round)"
            try await fixture.begin(grant)
            let answers = try await concurrently { number in
                let answer = try await fixture.store.redeem(
                    code: digest("code"), of: key(grant),
                    issuing: fixture.issued(access: "access \(number)", refresh: "refresh \(number)"))
                if case .redeemed = answer { return (number, true) }
                #expect(answer == .alreadyRedeemed)
                return (number, false)
            }
            #expect(answers.filter(\.1).count == 1)
            for (number, won) in answers {
                #expect(try await fixture.hasAccess("access \(number)", of: grant) == won)
                #expect(try await fixture.isSpent("refresh \(number)", of: grant) == (won ? false : nil))
            }
        }
    },
    StorePromise("of 64 concurrent rotations one rotates, and the others are given its answer (replay)") {
        fixture in
        for round in 0..<rounds {
            let grant = "grant \(round)"
            try await fixture.beginRedeemed(grant)
            let answers = try await concurrently { number in
                (
                    number,
                    try await fixture.rotate(
                        "refresh", to: "\(number)", of: grant, reuse: .replay(.seconds(30)))
                )
            }
            let winners = answers.filter { if case .rotated = $0.1 { true } else { false } }
            #expect(winners.count == 1)
            let winner = winners.first?.0 ?? -1
            for (number, answer) in answers where number != winner {
                let same = RefreshRotation.replayed(
                    sealed("replay of \(winner)"), remaining: StoreFixture.accessLifetime)
                #expect(answer == same)
                #expect(try await fixture.isSpent("\(number)", of: grant) == nil)
            }
            #expect(try await fixture.isSpent("\(winner)", of: grant) == false)
        }
    },
    StorePromise("of 64 concurrent rotations one rotates, and the next ends the grant (strict)") { fixture in
        for round in 0..<rounds {
            let grant = "grant \(round)"
            try await fixture.beginRedeemed(grant)
            let answers = try await concurrently { number in
                try await fixture.rotate("refresh", to: "\(number)", of: grant)
            }
            #expect(answers.filter { if case .rotated = $0 { true } else { false } }.count == 1)
            #expect(answers.filter { $0 == .reused }.count == 1)
            #expect(answers.filter { $0 == .unknown }.count == 62)
            #expect(try await !fixture.store.revoke(key(grant)))
        }
    },
    StorePromise("nothing of a grant is left whatever redeems, rotates and revokes it at once") { fixture in
        for round in 0..<rounds {
            let grant = "grant \(round)"
            try await fixture.begin(grant)
            _ = try await concurrently { number in
                switch number % 3 {
                case 0:
                    _ = try await fixture.store.redeem(
                        code: digest("code"), of: key(grant), issuing: fixture.issued())
                case 1:
                    _ = try await fixture.rotate("refresh", to: "\(number)", of: grant)
                default:
                    _ = try await fixture.store.revoke(key(grant))
                }
            }
            _ = try await fixture.store.revoke(key(grant))
            #expect(try await !fixture.hasAccess("access", of: grant))
            #expect(try await fixture.isSpent("refresh", of: grant) == nil)
            for number in 0..<64 { #expect(try await !fixture.hasAccess("access-\(number)", of: grant)) }
        }
    },
    StorePromise("of 64 concurrent wrong verifiers each is counted") { fixture in
        for round in 0..<rounds {
            let grant = "grant \(round)"
            try await fixture.begin(grant)
            let answers = try await concurrently { _ in
                try await fixture.store.countFailure(code: digest("code"), of: key(grant), limit: 60)
            }
            #expect(answers.filter { $0 == .counted }.count == 59)
            #expect(answers.filter { $0 == .dead }.count == 1)
            #expect(answers.filter { $0 == .unknown }.count == 4)
        }
    },
    StorePromise("of 64 concurrent takes of one record one is given it") { fixture in
        for round in 0..<rounds {
            let name = "record \(round)"
            try await fixture.store.insert(
                sealed(name), as: .upstreamState, under: digest(name), lifetime: .seconds(60))
            let answers = try await concurrently { _ in
                try await fixture.store.take(.upstreamState, digest(name))
            }
            #expect(answers.compactMap { $0 }.map(\.sealed) == [sealed(name)])
        }
    },
    StorePromise("of 64 concurrent revocations of one session one has ended it") { fixture in
        for round in 0..<rounds {
            let name = "session \(round)"
            try await fixture.store.insert(session: digest(name), sealed(name), lifetime: .seconds(60))
            let answers = try await concurrently { _ in
                try await fixture.store.revoke(session: digest(name))
            }
            #expect(answers.filter(\.self).count == 1)
            #expect(try await fixture.store.load(session: digest(name)) == nil)
        }
    },
    StorePromise("concurrent registrations never exceed the limit") { fixture in
        let limit = 10
        let answers = try await concurrently { number in
            try await fixture.client("client \(number)", lifetime: .seconds(60), limit: limit)
        }
        let evicted = answers.compactMap { if case .inserted(_, let evicted?) = $0 { evicted } else { nil } }
        #expect(evicted.count == 64 - limit)
        #expect(Set(evicted).count == evicted.count)
        var kept = 0
        for number in 0..<64 where try await fixture.hasClient("client \(number)") { kept += 1 }
        #expect(kept == limit)
    },
]
