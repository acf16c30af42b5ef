import OAuthModel
import Storage
import Support
import Testing

private let lifetime = Duration.seconds(90 * 86_400)

let clientPromises: [StorePromise] = [
    StorePromise("a client is found with its record, from its registration for its lifetime") { fixture in
        let validity = fixture.validity(lifetime)
        #expect(try await fixture.client("a", lifetime: lifetime) == .inserted(validity, evicted: nil))
        fixture.clock.advance(by: .seconds(100))
        let client = try await fixture.store.load(ClientID(rawValue: "a"))
        #expect(client == StoredRecord(sealed: sealed("client a"), validity: validity))
        #expect(try await !fixture.hasClient("b"))
        #expect(try await !fixture.hasClient("A"))
    },
    StorePromise("a client lives while its lifetime runs and not a millisecond longer") { fixture in
        _ = try await fixture.client("a", lifetime: lifetime)
        fixture.clock.advance(by: lifetime - .milliseconds(1))
        #expect(try await fixture.hasClient("a"))
        fixture.clock.advance(by: .milliseconds(1))
        #expect(try await !fixture.hasClient("a"))
    },
    StorePromise("a client lives on from its use, and never shorter than before") { fixture in
        _ = try await fixture.client("a", lifetime: lifetime)
        let registered = fixture.clock.now
        fixture.clock.advance(by: .seconds(86_400))
        try await fixture.store.renew(ClientID(rawValue: "a"), lifetime: lifetime, protectedFor: .zero)
        let renewed = Validity(issuedAt: registered, expiresAt: fixture.clock.now.advanced(by: lifetime))
        #expect(try await fixture.store.load(ClientID(rawValue: "a"))?.validity == renewed)
        try await fixture.store.renew(ClientID(rawValue: "a"), lifetime: .seconds(1), protectedFor: .zero)
        #expect(try await fixture.store.load(ClientID(rawValue: "a"))?.validity == renewed)
        fixture.clock.advance(by: lifetime)
        #expect(try await !fixture.hasClient("a"))
    },
    StorePromise("the use of a client that is unknown or expired brings nothing to life") { fixture in
        try await fixture.store.renew(ClientID(rawValue: "a"), lifetime: lifetime, protectedFor: lifetime)
        #expect(try await !fixture.hasClient("a"))
        _ = try await fixture.client("b", lifetime: .seconds(1))
        fixture.clock.advance(by: .seconds(1))
        try await fixture.store.renew(ClientID(rawValue: "b"), lifetime: lifetime, protectedFor: lifetime)
        #expect(try await !fixture.hasClient("b"))
    },
    StorePromise(
        "what is kept under an id of the client's own replaces what was there, and nothing ends sooner by it"
    ) {
        (fixture) async throws in
        let id = ClientID(rawValue: "https://app.example/{a}?b=c")
        func keep(_ text: String, _ lifetime: Duration, _ protection: Duration) async throws
            -> ClientInsertion
        {
            try await fixture.store.keep(
                sealed(text), as: id, lifetime: lifetime, protectedFor: protection, limit: 1)
        }
        let first = fixture.validity(lifetime)
        #expect(try await keep("one", lifetime, .seconds(100)) == .inserted(first, evicted: nil))
        #expect(try await fixture.store.load(id) == StoredRecord(sealed: sealed("one"), validity: first))
        fixture.clock.advance(by: .seconds(50))
        let second = Validity(issuedAt: fixture.clock.now, expiresAt: first.expiresAt)
        #expect(try await keep("two", .seconds(60), .seconds(1)) == .inserted(second, evicted: nil))
        #expect(try await fixture.store.load(id) == StoredRecord(sealed: sealed("two"), validity: second))
        fixture.clock.advance(by: .seconds(49))
        #expect(try await fixture.client("b", lifetime: lifetime, limit: 1) == .full, "it is protected")
        fixture.clock.advance(by: .seconds(1))
        #expect(
            try await fixture.client("b", lifetime: lifetime, limit: 1)
                == .inserted(fixture.validity(lifetime), evicted: id))
        #expect(try await fixture.store.load(id) == nil)
    },
    StorePromise("who is kept anew makes room as who registers does, and has a place from then on") {
        (fixture) async throws in
        let id = ClientID(rawValue: "https://app.example/client.json")
        _ = try await fixture.client("a", lifetime: lifetime, limit: 1)
        let kept = try await fixture.store.keep(
            sealed("one"), as: id, lifetime: lifetime, protectedFor: lifetime, limit: 1)
        #expect(kept == .inserted(fixture.validity(lifetime), evicted: ClientID(rawValue: "a")))
        let other = try await fixture.store.keep(
            sealed("two"), as: ClientID(rawValue: "https://other.example/client.json"), lifetime: lifetime,
            protectedFor: lifetime, limit: 1)
        #expect(other == .full)
        let again = try await fixture.store.keep(
            sealed("three"), as: id, lifetime: lifetime, protectedFor: lifetime, limit: 0)
        #expect(again == .inserted(fixture.validity(lifetime), evicted: nil), "it has a place")
        #expect(try await fixture.store.load(id)?.sealed == sealed("three"))
    },
    StorePromise("an identifier that is taken is refused, and its client stays as it is") { fixture in
        _ = try await fixture.client("a", lifetime: lifetime)
        let answer = try await fixture.store.insert(
            sealed("another"), as: ClientID(rawValue: "a"), lifetime: lifetime, limit: 100)
        #expect(answer == .full)
        #expect(try await fixture.store.load(ClientID(rawValue: "a"))?.sealed == sealed("client a"))
    },
]

let evictionPromises: [StorePromise] = [
    StorePromise("when the limit is reached, the client that was used least recently makes room") { fixture in
        for name in ["a", "b", "c"] {
            _ = try await fixture.client(name, lifetime: lifetime, limit: 3)
            fixture.clock.advance(by: .seconds(1))
        }
        try await fixture.store.renew(ClientID(rawValue: "a"), lifetime: lifetime, protectedFor: .zero)
        fixture.clock.advance(by: .seconds(1))
        let fourth = try await fixture.client("d", lifetime: lifetime, limit: 3)
        #expect(fourth == .inserted(fixture.validity(lifetime), evicted: ClientID(rawValue: "b")))
        #expect(try await !fixture.hasClient("b"))
        for name in ["a", "c", "d"] { #expect(try await fixture.hasClient(name), "\(name)") }
        let fifth = try await fixture.client("e", lifetime: lifetime, limit: 3)
        #expect(fifth == .inserted(fixture.validity(lifetime), evicted: ClientID(rawValue: "c")))
    },
    StorePromise("clients registered in one millisecond make room in the order they came") { fixture in
        for name in ["a", "b", "c"] { _ = try await fixture.client(name, lifetime: lifetime, limit: 3) }
        for (new, old) in [("d", "a"), ("e", "b"), ("f", "c"), ("g", "d")] {
            let answer = try await fixture.client(new, lifetime: lifetime, limit: 3)
            #expect(answer == .inserted(fixture.validity(lifetime), evicted: ClientID(rawValue: old)))
        }
    },
    StorePromise("a protected client never makes room, however long it has not been used") { fixture in
        _ = try await fixture.client("a", lifetime: lifetime, limit: 2)
        try await fixture.store.renew(
            ClientID(rawValue: "a"), lifetime: lifetime, protectedFor: .seconds(100))
        fixture.clock.advance(by: .seconds(50))
        _ = try await fixture.client("b", lifetime: lifetime, limit: 2)
        let answer = try await fixture.client("c", lifetime: lifetime, limit: 2)
        #expect(answer == .inserted(fixture.validity(lifetime), evicted: ClientID(rawValue: "b")))
        #expect(try await fixture.hasClient("a"))
    },
    StorePromise("a client is protected for as long as it was said, never shorter than before, and no longer")
    {
        fixture in
        _ = try await fixture.client("a", lifetime: lifetime, limit: 1)
        try await fixture.store.renew(
            ClientID(rawValue: "a"), lifetime: lifetime, protectedFor: .seconds(100))
        try await fixture.store.renew(ClientID(rawValue: "a"), lifetime: lifetime, protectedFor: .seconds(1))
        fixture.clock.advance(by: .seconds(100) - .milliseconds(1))
        #expect(try await fixture.client("b", lifetime: lifetime, limit: 1) == .full)
        #expect(try await fixture.hasClient("a"))
        #expect(try await !fixture.hasClient("b"))
        fixture.clock.advance(by: .milliseconds(1))
        let answer = try await fixture.client("b", lifetime: lifetime, limit: 1)
        #expect(answer == .inserted(fixture.validity(lifetime), evicted: ClientID(rawValue: "a")))
    },
    StorePromise("when all are protected nobody makes room and nothing changes, until one is free") {
        fixture in
        for (name, seconds) in [("a", 300), ("b", 200), ("c", 100)] {
            _ = try await fixture.client(name, lifetime: lifetime, limit: 3)
            try await fixture.store.renew(
                ClientID(rawValue: name), lifetime: lifetime, protectedFor: .seconds(seconds))
        }
        for _ in 1...3 {
            #expect(try await fixture.client("d", lifetime: lifetime, limit: 3) == .full)
            fixture.clock.advance(by: .seconds(30))
        }
        for name in ["a", "b", "c"] { #expect(try await fixture.hasClient(name), "\(name)") }
        #expect(try await !fixture.hasClient("d"))
        fixture.clock.advance(by: .seconds(10))
        let answer = try await fixture.client("d", lifetime: lifetime, limit: 3)
        #expect(answer == .inserted(fixture.validity(lifetime), evicted: ClientID(rawValue: "c")))
    },
    StorePromise("an expired client takes no room and is evicted by nobody") { fixture in
        _ = try await fixture.client("a", lifetime: .seconds(10), limit: 2)
        try await fixture.store.renew(
            ClientID(rawValue: "a"), lifetime: .seconds(10), protectedFor: .seconds(1000))
        _ = try await fixture.client("b", lifetime: lifetime, limit: 2)
        fixture.clock.advance(by: .seconds(10))
        let answer = try await fixture.client("c", lifetime: lifetime, limit: 2)
        #expect(answer == .inserted(fixture.validity(lifetime), evicted: nil))
        #expect(try await fixture.hasClient("b"))
    },
    StorePromise("a limit of nothing takes nobody") { (fixture) async throws in
        #expect(try await fixture.client("a", lifetime: lifetime, limit: 0) == .full)
        #expect(try await !fixture.hasClient("a"))
    },
]
