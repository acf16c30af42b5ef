import OAuthModel
import Storage
import Support
import Testing

let registerPromises: [StorePromise] = [
    StorePromise("there is no register at the start, and the first of each name has version 1") {
        (fixture) async throws in
        for name in RegisterName.allCases {
            #expect(try await fixture.store.load(name) == nil)
            #expect(try await !fixture.store.replace(name, with: sealed("early"), expecting: 1))
            #expect(try await fixture.store.load(name) == nil)
            #expect(try await fixture.store.replace(name, with: sealed(name.rawValue), expecting: nil))
        }
        for name in RegisterName.allCases {
            let expected = StoredRegister(sealed: sealed(name.rawValue), version: 1)
            #expect(try await fixture.store.load(name) == expected)
        }
    },
    StorePromise("a register is replaced by who names its version, and by nobody else") {
        (fixture) async throws in
        #expect(try await fixture.store.replace(.ownKeys, with: sealed("1"), expecting: nil))
        #expect(try await fixture.store.replace(.ownKeys, with: sealed("2"), expecting: 1))
        for version: Int64? in [nil, 0, 1, 3, -1] {
            #expect(try await !fixture.store.replace(.ownKeys, with: sealed("x"), expecting: version))
        }
        let expected = StoredRegister(sealed: sealed("2"), version: 2)
        #expect(try await fixture.store.load(.ownKeys) == expected)
        #expect(try await fixture.store.load(.documentDecisions) == nil)
    },
    StorePromise("who asks again for what has been done is told that it is") { (fixture) async throws in
        for _ in 1...2 {
            #expect(try await fixture.store.replace(.ownKeys, with: sealed("1"), expecting: nil))
        }
        for _ in 1...2 {
            #expect(try await fixture.store.replace(.ownKeys, with: sealed("2"), expecting: 1))
        }
        let expected = StoredRegister(sealed: sealed("2"), version: 2)
        #expect(try await fixture.store.load(.ownKeys) == expected)
        #expect(try await !fixture.store.replace(.ownKeys, with: sealed("1"), expecting: nil))
    },
    StorePromise("a register never ends by itself, and may be large, or of any bytes") {
        (fixture) async throws in
        let large = SealedRecord(bytes: (0..<300_000).map { UInt8(truncatingIfNeeded: $0) })
        #expect(try await fixture.store.replace(.ownKeys, with: large, expecting: nil))
        let empty = SealedRecord(bytes: [])
        #expect(try await fixture.store.replace(.documentDecisions, with: empty, expecting: nil))
        fixture.clock.advance(by: .seconds(3660 * 86_400))
        #expect(try await fixture.store.load(.ownKeys)?.sealed == large)
        #expect(try await fixture.store.load(.documentDecisions)?.sealed == empty)
    },
    StorePromise("of 64 concurrent replacements of one version one is made") { fixture in
        for round: Int64 in 0..<4 {
            let answers = try await concurrently { number in
                let record = sealed("\(round) \(number)")
                let isReplaced = try await fixture.store.replace(
                    .ownKeys, with: record, expecting: round == 0 ? nil : round)
                return isReplaced ? record : nil
            }
            let winners = answers.compactMap(\.self)
            #expect(winners.count == 1)
            let expected = winners.map { StoredRegister(sealed: $0, version: round + 1) }
            #expect(try await [fixture.store.load(.ownKeys)] == expected)
        }
    },
]

let movedRegisterPromises: [MovePromise] = [
    MovePromise("registers come along with their versions, and are replaced under them") { move in
        try await move.fill { (fixture) async throws in
            for (version, text) in [(nil, "1"), (1, "2"), (2, "3")] as [(Int64?, String)] {
                #expect(try await fixture.store.replace(.ownKeys, with: sealed(text), expecting: version))
            }
            #expect(try await fixture.store.replace(.documentDecisions, with: sealed("d"), expecting: nil))
        }
        let report = try await move.copy()
        #expect(report[.registers].written == 2)
        #expect(report[.registers].verified == 2)
        #expect(report.isComplete)
        #expect(try await move.contents(of: move.target) == move.contents(of: move.source))
        try await move.after { (fixture) async throws in
            let expected = StoredRegister(sealed: sealed("3"), version: 3)
            #expect(try await fixture.store.load(.ownKeys) == expected)
            #expect(try await !fixture.store.replace(.ownKeys, with: sealed("x"), expecting: 1))
            #expect(try await fixture.store.replace(.ownKeys, with: sealed("4"), expecting: 3))
        }
    },
    MovePromise("a register that was replaced after a copy was interrupted is copied anew") { move in
        try await move.fill { (fixture) async throws in
            #expect(try await fixture.store.replace(.ownKeys, with: sealed("1"), expecting: nil))
        }
        try await move.copyHalf()
        try await move.fill { (fixture) async throws in
            #expect(try await fixture.store.replace(.ownKeys, with: sealed("2"), expecting: 1))
        }
        #expect(try await move.copy().isComplete)
        try await move.after { (fixture) async throws in
            let expected = StoredRegister(sealed: sealed("2"), version: 2)
            #expect(try await fixture.store.load(.ownKeys) == expected)
        }
    },
    MovePromise("a merge leaves the registers of its target alone, and says so") { move in
        try await move.fill { (fixture) async throws in
            #expect(try await fixture.store.replace(.ownKeys, with: sealed("theirs"), expecting: nil))
        }
        try await move.target.serve { (store) async throws in
            #expect(try await store.replace(.ownKeys, with: sealed("ours"), expecting: nil))
        }
        let report = try await move.copy(merges: true)
        #expect(report[.registers].conflicting == 1)
        #expect(report.isWhole && !report.isComplete)
        try await move.after { (fixture) async throws in
            #expect(try await fixture.store.load(.ownKeys)?.sealed == sealed("ours"))
        }
    },
]
