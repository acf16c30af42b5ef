package import JOSE
package import OAuthModel
package import Storage
import Synchronization

/// The keys that this server signs with, shared by all processes on one store.
///
/// Made when they are first asked for, and sealed before a store sees them. Each process has them in memory and looks now and then
/// (``look()``) whether another one has changed them; a new key signs long after that, so nobody asks the store for a request.
package final class OwnKeys: Sendable {
    private typealias Held = (ring: KeyRing, version: Int64)

    private struct State {
        var held: Held?
        var published: JSONWebKeySet?
    }

    private static let name = RegisterName.ownKeys
    /// Each of them means that another process was faster.
    private static let attempts = 64

    private let policy: KeyPolicy
    private let store: any RegisterStore
    private let vault: Vault
    private let clock: Clock
    private let publish: @Sendable (JSONWebKeySet) -> Void
    private let state = Mutex(State())

    /// - Parameter publish: Is given what is to be published each time that it is something else.
    package init(
        policy: KeyPolicy, store: any RegisterStore, vault: Vault, clock: Clock,
        publish: @escaping @Sendable (JSONWebKeySet) -> Void
    ) {
        self.policy = policy
        self.store = store
        self.vault = vault
        self.clock = clock
        self.publish = publish
    }

    /// Takes over what other processes have changed, and publishes what is to be published by now. Where there are no keys yet they are
    /// made; of processes that do so at once one has made them.
    package func look() async throws(StoreError) {
        _ = try await current()
    }

    /// A key, what it is for, and whether it is of any use to verify still: all that there is.
    package func list() async throws(StoreError) -> [(key: OwnKey, state: KeyState)] {
        let (ring, now) = (try await current().ring, clock.now)
        return ring.published(at: now).map { ($0, ring.state(of: $0, at: now)) }
    }

    package func rotate(
        _ algorithm: SignatureAlgorithm, atOnce: Bool
    ) async throws -> Decided<KeyChange> {
        try await change { ring, now throws(KeyRefusal) in
            try ring.rotate(algorithm, at: now, policy, atOnce: atOnce)
        }
    }

    package func retire(_ id: String) async throws -> Decided<KeyChange> {
        try await change { ring, now throws(KeyRefusal) in try ring.retire(id, at: now) }
    }

    private func change(
        _ body: (inout KeyRing, Timestamp) throws(KeyRefusal) -> KeyChange
    ) async throws -> Decided<KeyChange> {
        for _ in 0..<Self.attempts {
            let held = try await current()
            var ring = held.ring
            let change = try body(&ring, clock.now)
            if try await put(ring, after: held.version) { return Decided(change, .keyChanged(change)) }
        }
        throw StoreError.contended
    }

    private func current() async throws(StoreError) -> Held {
        for _ in 0..<Self.attempts {
            let held = state.withLock { $0.held }
            let stored = try await store.load(Self.name)
            if let stored, stored.version >= held?.version ?? 0, let ring = try open(stored) {
                return hold((ring, stored.version))
            }
            // It is gone, was written by somebody else, or is older than what this process has seen: what was promised to verify has to.
            let ring = held?.ring ?? KeyRing(at: clock.now)
            if try await put(ring, after: stored?.version, forgetting: held?.version) {
                return (ring, (stored?.version ?? 0) + 1)
            }
        }
        throw .contended
    }

    /// `nil`: somebody without this server's secret wrote it, or it is an old one under a new version.
    private func open(_ stored: StoredRegister) throws(StoreError) -> KeyRing? {
        guard let bytes = vault.open(stored.sealed, under: secret, as: KeyRing.kind) else { return nil }
        guard let sealed: VersionedRecord<KeyRing> = vault.read(bytes) else {
            throw .unavailable(reason: "the keys in the store were written by another version of mcp-auth")
        }
        return sealed.record(of: stored)
    }

    private func put(
        _ ring: KeyRing, after version: Int64?, forgetting old: Int64? = nil
    ) async throws(StoreError) -> Bool {
        let next = (version ?? 0) + 1
        let sealed = try vault.seal(VersionedRecord(ring, version: next), under: secret)
        guard try await store.replace(Self.name, with: sealed, expecting: version) else { return false }
        hold((ring, next), forgetting: old)
        return true
    }

    /// - Parameter old: The version that was lost from the store: what is held under it gives way to any.
    @discardableResult
    private func hold(_ new: Held, forgetting old: Int64? = nil) -> Held {
        let now = clock.now
        return state.withLock { state in
            if let held = state.held, held.version > new.version, held.version != old { return held }
            state.held = new
            let published = JSONWebKeySet(new.ring.published(at: now).map(\.key.publicKey))
            if published != state.published {
                state.published = published
                publish(published)
            }
            return new
        }
    }

    private var secret: [UInt8] { Array(Self.name.rawValue.utf8) }
}

extension StoreError {
    fileprivate static let contended = StoreError.unavailable(
        reason: "other processes are changing the keys; try again")
}
