import OAuthCore

/// Records by their digests, and how much room they take. A pure value.
struct RecordTable: Sendable {
    struct Entry: Sendable {
        /// The number of its record in the file; the later a record was made the higher.
        let number: Int64
        let record: StoredRecord

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

    /// Who has to go so that `entry` fits within `limit`: nobody, or the oldest. More than are needed go at a time, so that a
    /// full table is not put in order for each record that comes.
    func crowdedOut(by entry: Entry, within limit: Int) -> [(digest: Digest, entry: Entry)] {
        guard size + entry.size > limit else { return [] }
        var remaining = size + entry.size
        let goal = limit - limit / 16
        return entries.sorted { $0.value.number < $1.value.number }
            .prefix { _, oldest in
                guard remaining > goal else { return false }
                remaining -= oldest.size
                return true
            }
            .map { ($0.key, $0.value) }
    }
}
