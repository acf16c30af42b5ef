import OAuthModel
import Storage
import Support
import Testing

let movedRecordPromises: [MovePromise] = [
    MovePromise("clients keep their lifetime, their order of uses and their protection") { move in
        try await move.fill { (fixture) async throws in
            for name in ["a", "b", "c", "d"] {
                _ = try await fixture.client(name, lifetime: .seconds(3600))
                fixture.clock.advance(by: .seconds(1))
            }
            try await fixture.store.renew(
                ClientID(rawValue: "a"), lifetime: .seconds(3600), protectedFor: .seconds(600))
            fixture.clock.advance(by: .seconds(1))
            try await fixture.store.renew(
                ClientID(rawValue: "b"), lifetime: .seconds(3600), protectedFor: .zero)
        }
        try await move.copy()
        try await move.after { (fixture) async throws in
            let client = try await fixture.store.load(ClientID(rawValue: "d"))
            #expect(client?.sealed == sealed("client d"))
            // c is the one that was used least recently, then d, then b; a is protected.
            for (name, expected) in [("e", "c"), ("f", "d"), ("g", "b")] {
                let answer = try await fixture.client(name, lifetime: .seconds(3600), limit: 4)
                guard case .inserted(_, let evicted) = answer else {
                    return #expect(Bool(false), "\(answer)")
                }
                #expect(evicted == ClientID(rawValue: expected))
            }
            #expect(try await fixture.hasClient("a"))
            fixture.clock.advance(by: .seconds(3599))
            #expect(try await !fixture.hasClient("a"))
        }
    },
    MovePromise("sessions and what waits for a login come along with their times, and are taken once") {
        move in
        try await move.fill { (fixture) async throws in
            try await fixture.store.insert(session: digest("s"), sealed("session"), lifetime: .seconds(600))
            for kind in RecordKind.passing {
                try await fixture.store.insert(
                    sealed(kind.rawValue), as: kind, under: digest("t"), lifetime: .seconds(60))
            }
        }
        let fresh = move.clock.now
        move.clock.advance(by: .seconds(59))
        try await move.copy()
        try await move.after { (fixture) async throws in
            let session = try await fixture.store.load(session: digest("s"))
            #expect(session?.sealed == sealed("session"))
            #expect(session?.validity.expiresAt == fresh.advanced(by: .seconds(600)))
            #expect(try await fixture.store.revoke(session: digest("s")))
            for kind in RecordKind.passing {
                let taken = try await fixture.store.take(kind, digest("t"))
                #expect(taken?.sealed == sealed(kind.rawValue))
                #expect(taken?.validity.issuedAt == fresh)
                #expect(try await fixture.store.take(kind, digest("t")) == nil)
            }
        }
    },
    MovePromise("what is over is left behind, of a grant the parts that are over") { move in
        try await move.fill { (fixture) async throws in
            try await fixture.begin("over")
            try await fixture.beginRedeemed("grant")
            _ = try await fixture.client("brief", lifetime: .seconds(60))
            try await fixture.store.insert(session: digest("s"), sealed("s"), lifetime: .seconds(60))
        }
        move.clock.advance(by: .seconds(60))
        let report = try await move.copy()
        #expect(report[.grants].written == 1)
        #expect(report.sum(\.written) == 1)
        #expect(report.sum(\.verified) == 1)
        let records = try await move.contents(of: move.target)
        guard case .grant(_, let grant)? = records.first else {
            return #expect(Bool(false), "\(records)")
        }
        #expect(grant.code == nil)
        #expect(grant.refreshTokens.count == 1)
    },
    MovePromise("there and back again everything is the same") { move in
        try await move.fill { (fixture) async throws in
            try await fixture.begin("begun")
            _ = try await fixture.store.countFailure(code: digest("code"), of: key("begun"), limit: 5)
            try await fixture.beginRedeemed("redeemed")
            try await fixture.begin("bare")
            _ = try await fixture.store.redeem(
                code: digest("code"), of: key("bare"), issuing: fixture.issued(refresh: nil))
            try await fixture.beginRedeemed("rotated")
            for (from, to) in [("refresh", "1"), ("1", "2"), ("1", "3"), ("2", "4")] {
                fixture.clock.advance(by: .milliseconds(1))
                _ = try await fixture.rotate(from, to: to, of: "rotated", reuse: .grace(.seconds(30)))
            }
            _ = try await fixture.client("a", lifetime: .seconds(3600))
            try await fixture.store.renew(
                ClientID(rawValue: "a"), lifetime: .seconds(7200), protectedFor: .seconds(600))
            try await fixture.store.insert(session: digest("s"), sealed(""), lifetime: .seconds(600))
            for kind in RecordKind.passing {
                try await fixture.store.insert(
                    sealed("t"), as: kind, under: digest("t"), lifetime: .seconds(60))
            }
        }
        let before = try await move.contents(of: move.source)
        #expect(before.count == 6 + RecordKind.passing.count)
        try await move.copy()
        #expect(try await move.contents(of: move.target) == before)
        try await move.source.serve { store in
            for grant in ["begun", "redeemed", "bare", "rotated"] { try await store.revoke(key(grant)) }
            try await store.revoke(session: digest("s"))
            for kind in RecordKind.passing { _ = try await store.take(kind, digest("t")) }
        }
        let report = try await move.copy(from: move.target, to: move.source, merges: true)
        #expect(report.sum(\.written) == 5 + RecordKind.passing.count)
        #expect(report[.clients].present == 1)
        #expect(try await move.contents(of: move.source) == before)
    },
    MovePromise("more records than make a page are all there") { move in
        let count = 1300
        try await move.fill { (fixture) async throws in
            try await withThrowingTaskGroup(of: Void.self) { group in
                for number in 1...count {
                    group.addTask {
                        try await fixture.store.insert(
                            session: digest("\(number)"), sealed("\(number)"), lifetime: .seconds(600))
                    }
                }
                try await group.waitForAll()
            }
        }
        let report = try await move.copy()
        #expect(report[.records(.session)].written == count)
        #expect(report[.records(.session)].verified == count)
        try await move.after { (fixture) async throws in
            for number in [1, 512, 513, 1024, count] {
                #expect(
                    try await fixture.store.load(session: digest("\(number)"))?.sealed == sealed("\(number)"))
            }
        }
    },
]
