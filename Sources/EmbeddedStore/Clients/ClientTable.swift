import OAuthCore
import OAuthModel

/// The registered clients, and which of them makes room when there is none. A pure value.
struct ClientTable: Sendable {
    struct Entry: Sendable {
        /// The number of its record in the file.
        let number: Int64
        let sealed: SealedRecord
        let issuedAt: Timestamp
        var use: Use

        func isLive(at now: Timestamp) -> Bool { now < use.expiresAt }
    }

    /// When a client was last used, and what follows from that.
    struct Use: Sendable, Equatable {
        var at: Timestamp
        /// Orders uses within the same millisecond. After a restart the number of the client's record.
        var order: Int64
        var expiresAt: Timestamp
        /// Until then it may not be evicted.
        var protectedUntil: Timestamp
    }

    enum Room: Equatable {
        case free
        case evicting(ClientID)
        case none
    }

    private(set) var entries: [ClientID: Entry] = [:]
    private var lastOrder: Int64 = 0
    /// All were protected when it was last looked, and until then no protection ends: a full table is not searched anew for
    /// each of the clients that it turns away.
    private var noRoomBefore: Timestamp?

    subscript(_ id: ClientID) -> Entry? {
        get { entries[id] }
        set {
            entries[id] = newValue
            lastOrder = max(lastOrder, newValue?.use.order ?? 0)
            noRoomBefore = nil
        }
    }

    /// Whether one more fits among `limit`, and who would have to go.
    mutating func room(within limit: Int, at now: Timestamp) -> Room {
        if entries.count < limit { return .free }
        if let noRoomBefore, now < noRoomBefore { return .none }
        var oldest: (id: ClientID, use: Use)?
        var firstUnprotected = Timestamp(milliseconds: .max)
        for (id, entry) in entries {
            let use = entry.use
            // One whose time is over is as if it had gone.
            guard entry.isLive(at: now) else { return .evicting(id) }
            if use.protectedUntil > now {
                firstUnprotected = min(firstUnprotected, use.protectedUntil, use.expiresAt)
            } else if oldest.map({ use.isBefore($0.use) }) ?? true {
                oldest = (id, use)
            }
        }
        guard let oldest else {
            noRoomBefore = firstUnprotected
            return .none
        }
        return .evicting(oldest.id)
    }

    mutating func use(
        at now: Timestamp, for lifetime: Duration, protectedFor: Duration?, after earlier: Use? = nil
    ) -> Use {
        lastOrder += 1
        var use = Use(
            at: now, order: lastOrder, expiresAt: now.advanced(by: lifetime),
            protectedUntil: protectedFor.map { now.advanced(by: $0) } ?? now)
        if let earlier {
            use.expiresAt = max(use.expiresAt, earlier.expiresAt)
            use.protectedUntil = max(use.protectedUntil, earlier.protectedUntil)
        }
        return use
    }
}

extension ClientTable.Use {
    func isBefore(_ other: ClientTable.Use) -> Bool {
        (at, order) < (other.at, other.order)
    }
}
