import Synchronization

/// The sessions of the revisions before 2026-07-28.
///
/// A session belongs to the subject and the client of the token it was opened with; to every other caller it
/// doesn't exist. It ends when it is deleted, after an hour without use, or when a thousand younger ones push
/// it out.
final class Sessions: Sendable {
    private let clock: DemoClock
    private let makeID: @Sendable () -> String
    private let open = Mutex<[String: Session]>([:])

    private struct Session {
        let owner: TokenOwner
        var lastUse: ContinuousClock.Instant
    }

    static let idleLifetime = Duration.seconds(3600)
    static let capacity = 1024

    /// - Parameter makeID: An id that can't be guessed, of visible ASCII characters.
    init(clock: DemoClock, makeID: @escaping @Sendable () -> String) {
        self.clock = clock
        self.makeID = makeID
    }

    var count: Int { open.withLock { $0.count } }

    func open(for owner: TokenOwner) -> String {
        let id = makeID()
        let now = clock.now()
        open.withLock { sessions in
            if sessions.count >= Self.capacity {
                sessions = sessions.filter { now - $0.value.lastUse < Self.idleLifetime }
            }
            if sessions.count >= Self.capacity,
                let oldest = sessions.min(by: { $0.value.lastUse < $1.value.lastUse })
            {
                sessions[oldest.key] = nil
            }
            sessions[id] = Session(owner: owner, lastUse: now)
        }
        return id
    }

    /// Whether the session is there for this caller; if so it counts as used.
    func use(_ id: String, by owner: TokenOwner) -> Bool {
        let now = clock.now()
        return open.withLock { sessions in
            guard let session = sessions[id], session.owner == owner else { return false }
            guard now - session.lastUse < Self.idleLifetime else {
                sessions[id] = nil
                return false
            }
            sessions[id]?.lastUse = now
            return true
        }
    }

    /// Ends the session; `false` when it isn't there for this caller.
    func close(_ id: String, by owner: TokenOwner) -> Bool {
        guard use(id, by: owner) else { return false }
        open.withLock { $0[id] = nil }
        return true
    }
}
