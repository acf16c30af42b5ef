import Storage

/// Records by their digests, and how much room they take. A pure value.
struct RecordTable: Sendable {
    /// Whom a record counts for: enough of a keyed digest to tell owners apart.
    struct Owner: Hashable, Sendable {
        private let word: UInt64

        init(_ peer: PeerDigest) {
            word = peer.bytes.prefix(8).reduce(0) { $0 << 8 | UInt64($1) }
        }
    }

    struct Entry: Sendable {
        /// The number of its record in the file; the later a record was made the higher.
        let number: Int64
        let record: StoredRecord
        /// `nil`: nobody else has a part in it. The file does not say, so this is what is there from before a restart.
        var owner: Owner?

        /// Bytes of memory, about: what is sealed, and what any record takes beside it.
        var size: Int { record.sealed.bytes.count + 256 }
    }

    private(set) var entries: [Digest: Entry] = [:]
    private(set) var size = 0

    subscript(_ digest: Digest) -> Entry? {
        get { entries[digest] }
        set {
            size += (newValue?.size ?? 0) - (entries[digest]?.size ?? 0)
            entries[digest] = newValue
        }
    }

    /// Who has to go so that `entry` fits within `limit`: nobody; or of those owners who hold most the oldest, until none holds
    /// more than another who has to give way; or the oldest of all, where each holds the same. More than are needed go at a time,
    /// so that a full table is not put in order for each record that comes.
    func crowdedOut(by entry: Entry, within limit: Int) -> [(digest: Digest, entry: Entry)] {
        guard size + entry.size > limit else { return [] }
        var held: [Owner: Int] = [:]
        if let owner = entry.owner { held[owner] = entry.size }
        // What the owner holds when this is the oldest record that it has.
        let standing = entries.sorted { $0.value.number > $1.value.number }.map { digest, entry in
            guard let owner = entry.owner else { return (digest: digest, entry: entry, held: entry.size) }
            let sum = held[owner, default: 0] + entry.size
            held[owner] = sum
            return (digest: digest, entry: entry, held: sum)
        }
        var remaining = size + entry.size
        let goal = limit - limit / 16
        return standing.sorted { ($1.held, $0.entry.number) < ($0.held, $1.entry.number) }
            .prefix { next in
                guard remaining > goal else { return false }
                remaining -= next.entry.size
                return true
            }
            .map { ($0.digest, $0.entry) }
    }
}
