import OAuthModel
import Storage

/// The registered clients, and which of them makes room when there is none. A pure value.
struct ClientTable: Sendable {
    struct Entry: Sendable {
        /// The number of its record in the file.
        let number: Int64
        let sealed: SealedRecord
        let issuedAt: Timestamp
        var use: Use

        /// Bytes of memory, about.
        var size: Int { sealed.bytes.count + 256 }

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

    enum Room: Hashable {
        case free
        case evicting(ClientID)
        case none
    }

    /// What each client may weigh on average, in a table that has as many as it may: three times what clients are.
    private static let averageSize = 2048
    /// So that a table for a few has room for large ones.
    private static let smallestRoom = 1 << 20

    private(set) var entries: [ClientID: Entry] = [:]
    /// Bytes of memory, about.
    private(set) var size = 0
    private var lastOrder: Int64 = 0
    private var evictable: EvictionQueue
    /// How often all of it had to be looked through.
    private(set) var searches = 0
    private let lookAhead: Int

    /// - Parameter lookAhead: For how many evictions the table is searched at a time.
    init(lookAhead: Int = 1000) {
        self.lookAhead = lookAhead
        evictable = EvictionQueue(length: lookAhead)
    }

    subscript(_ id: ClientID) -> Entry? { entries[id] }

    /// A new client, or a use of one that is there.
    mutating func keep(_ entry: Entry, as id: ClientID) {
        put(entry, as: id)
        evictable.add(id, entry.use)
    }

    mutating func remove(_ id: ClientID) {
        put(nil, as: id)
    }

    /// Puts back what was there before, or is there from the start.
    mutating func restore(_ entry: Entry, as id: ClientID) {
        put(entry, as: id)
        lastOrder = max(lastOrder, entry.use.order)
        evictable = EvictionQueue(length: lookAhead)
    }

    /// Whether one more that takes so many bytes fits among `limit`, and who would have to go, perhaps as one of several.
    mutating func room(for bytes: Int, within limit: Int, at now: Timestamp) -> Room {
        let most = limit.multipliedReportingOverflow(by: Self.averageSize)
        let isLight = most.overflow || size + bytes <= max(most.partialValue, Self.smallestRoom)
        if entries.count < limit, isLight { return .free }
        if let id = evictable.first(among: entries, at: now) { return .evicting(id) }
        if evictable.isComplete(at: now) { return .none }
        searches += 1
        evictable = EvictionQueue(length: lookAhead, entries, at: now)
        return evictable.first(among: entries, at: now).map { .evicting($0) } ?? .none
    }

    private mutating func put(_ entry: Entry?, as id: ClientID) {
        size += (entry?.size ?? 0) - (entries[id]?.size ?? 0)
        entries[id] = entry
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
