import OAuthModel

/// The clients that make room next, so that a full table is not searched anew for each that comes: it is searched once for so
/// many of them, and again when they have gone or somebody else's turn may have come.
struct EvictionQueue: Sendable {
    /// Those used least recently, in the order in which they go.
    private var candidates: ArraySlice<(id: ClientID, use: ClientTable.Use)> = []
    /// There is nobody behind the last one.
    private var isWhole = false
    /// From then on somebody's protection or time may have expired who stands elsewhere or nowhere here.
    private var holdsUntil = Timestamp(milliseconds: .min)

    private let length: Int

    /// Knows nothing yet.
    init(length: Int) {
        self.length = length
    }

    init(length: Int, _ entries: [ClientID: ClientTable.Entry], at now: Timestamp) {
        self.length = length
        var expired: [(id: ClientID, use: ClientTable.Use)] = []
        var unprotected: [(id: ClientID, use: ClientTable.Use)] = []
        holdsUntil = Timestamp(milliseconds: .max)
        for (id, entry) in entries {
            guard entry.isLive(at: now) else {
                expired.append((id, entry.use))
                continue
            }
            holdsUntil = min(holdsUntil, entry.use.expiresAt)
            if entry.use.protectedUntil <= now {
                unprotected.append((id, entry.use))
            } else {
                holdsUntil = min(holdsUntil, entry.use.protectedUntil)
            }
        }
        unprotected.sort { $0.use.isBefore($1.use) }
        // One that has expired is as if it had gone.
        let all = expired + unprotected
        candidates = Array(all.prefix(length))[...]
        isWhole = candidates.count == all.count
    }

    /// Takes note of the use that is the latest of all.
    mutating func add(_ id: ClientID, _ use: ClientTable.Use) {
        holdsUntil = min(holdsUntil, use.expiresAt)
        guard isWhole else { return }
        if use.protectedUntil <= use.at {
            candidates.append((id, use))
        } else {
            holdsUntil = min(holdsUntil, use.protectedUntil)
        }
        // Those that have been used again since stand here several times.
        if candidates.count > 4 * length { self = EvictionQueue(length: length) }
    }

    /// Who goes next; `nil` when this is not known, or when there is nobody.
    mutating func first(among entries: [ClientID: ClientTable.Entry], at now: Timestamp) -> ClientID? {
        guard now < holdsUntil else { return nil }
        // Some have gone or been used since.
        while let candidate = candidates.first, entries[candidate.id]?.use != candidate.use {
            candidates.removeFirst()
        }
        return candidates.first?.id
    }

    /// When nobody was found, there is nobody.
    func isComplete(at now: Timestamp) -> Bool {
        isWhole && now < holdsUntil
    }
}
