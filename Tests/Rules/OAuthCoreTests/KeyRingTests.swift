import Cryptography
import JOSE
import JSON
import OAuthModel
import Support
import Testing
import WireText

@testable import OAuthCore

@Suite("the keys of this server, one after the other")
struct KeyRingTests {
    private static let policy = KeyPolicy()
    private static let hour = Duration.seconds(3600)
    private let clock = MovableClock()

    private func states(_ ring: KeyRing) -> [KeyState] {
        ring.keys.map { ring.state(of: $0, at: clock.now) }
    }

    @Test("the first signs at once, and is an ES256")
    func first() throws {
        let ring = KeyRing(at: clock.now)
        #expect(ring.keys.map(\.algorithm) == [.es256])
        #expect(states(ring) == [.active])
        #expect(ring.published(at: clock.now).count == 1)
        let key = try #require(ring.active(.es256, at: clock.now)).key
        let signed = try JSONWebSignature(WireText(try key.sign(JSONObject(["a": 1]))))
        #expect(signed.isSigned(by: ring.keys[0].key.publicKey))
    }

    @Test("a key that follows is published before it signs, and the old one after it did")
    func rotation() throws {
        var ring = KeyRing(at: clock.now)
        let old = ring.keys[0].id
        let change = try ring.rotate(.es256, at: clock.now, Self.policy, atOnce: false)
        #expect(change.replaced == old && change.wait == Self.hour && change.id == ring.keys[1].id)
        #expect(states(ring) == [.active, .next])
        clock.advance(by: Self.hour - .milliseconds(1))
        #expect(states(ring) == [.active, .next])
        clock.advance(by: .milliseconds(1))
        #expect(states(ring) == [.retired, .active])
        clock.advance(by: Self.policy.publishAfter - .milliseconds(1))
        #expect(ring.published(at: clock.now).count == 2)
        clock.advance(by: .milliseconds(1))
        #expect(ring.published(at: clock.now).map(\.id) == [change.id])
        _ = try ring.rotate(.es256, at: clock.now, Self.policy, atOnce: false)
        #expect(ring.keys.count == 2, "what is published no more is forgotten")
    }

    @Test("with one that waits already none is added; what can't wait signs at once")
    func atOnce() throws {
        var ring = KeyRing(at: clock.now)
        let next = try ring.rotate(.es256, at: clock.now, Self.policy, atOnce: false).id
        clock.advance(by: .seconds(600))
        #expect(throws: KeyRefusal.isNext(next, in: .seconds(3000))) {
            try ring.rotate(.es256, at: clock.now, Self.policy, atOnce: false)
        }
        let change = try ring.rotate(.es256, at: clock.now, Self.policy, atOnce: true)
        #expect(change.id == next && change.wait == .zero)
        #expect(states(ring) == [.retired, .active])
        clock.advance(by: Self.policy.publishAfter)
        #expect(ring.published(at: clock.now).map(\.id) == [next])
        let another = try ring.rotate(.es256, at: clock.now, Self.policy, atOnce: true)
        #expect(ring.active(.es256, at: clock.now)?.id == another.id)
    }

    @Test("the first of another algorithm signs at once beside the others, and can be retired")
    func otherAlgorithm() throws {
        var ring = KeyRing(at: clock.now)
        let change = try ring.rotate(.rs256, at: clock.now, Self.policy, atOnce: false)
        #expect(change.wait == .zero && change.replaced == nil)
        #expect(states(ring) == [.active, .active])
        _ = try ring.retire(change.id, at: clock.now)
        #expect(ring.keys.map(\.algorithm) == [.es256])
    }

    @Test("the only key that signs can't be retired; one that waits or has signed can")
    func retirement() throws {
        var ring = KeyRing(at: clock.now)
        let first = ring.keys[0].id
        #expect(throws: KeyRefusal.onlyActive(.es256)) { try ring.retire(first, at: clock.now) }
        #expect(throws: KeyRefusal.unknown) { try ring.retire("x", at: clock.now) }
        let next = try ring.rotate(.es256, at: clock.now, Self.policy, atOnce: false).id
        #expect(throws: KeyRefusal.onlyActive(.es256)) { try ring.retire(first, at: clock.now) }
        _ = try ring.retire(next, at: clock.now)
        clock.advance(by: .seconds(30 * 86_400))
        #expect(ring.published(at: clock.now).map(\.id) == [first], "nothing follows on it any more")
        _ = try ring.rotate(.es256, at: clock.now, Self.policy, atOnce: true)
        _ = try ring.retire(first, at: clock.now)
        #expect(!ring.keys.contains { $0.id == first })
    }

    @Test("a clock that is set back before all of them finds the first, and what follows then signs")
    func clockBack() throws {
        var ring = KeyRing(at: clock.now)
        clock.advance(by: .seconds(-86_400))
        #expect(states(ring) == [.active])
        let change = try ring.rotate(.es256, at: clock.now, Self.policy, atOnce: true)
        #expect(ring.active(.es256, at: clock.now)?.id == change.id)
    }

    @Test("there are never more than readers of a key set put up with")
    func bounded() throws {
        var ring = KeyRing(at: clock.now)
        for _ in 1..<KeyRing.maximumCount {
            _ = try ring.rotate(.es256, at: clock.now, Self.policy, atOnce: true)
        }
        #expect(throws: KeyRefusal.tooMany(16)) {
            try ring.rotate(.es256, at: clock.now, Self.policy, atOnce: true)
        }
        #expect(ring.keys.count < JSONWebKeySet.maximumCount)
    }

    @Test("shows nothing private, however it is shown")
    func shown() throws {
        var ring = KeyRing(at: clock.now)
        let change = try ring.rotate(.rs256, at: clock.now, Self.policy, atOnce: false)
        var text = "\(ring) \(String(reflecting: ring)) \(change) \(Decision.keyChanged(change))"
        dump(ring, to: &text)
        for key in ring.keys {
            let pkcs8 = key.key.key.pkcs8
            #expect(!text.contains(Base64URL.encode(pkcs8)))
            #expect(!text.contains(pkcs8.map { "\($0)" }.joined(separator: ", ")))
        }
        #expect(text.contains(change.id))
    }
}
