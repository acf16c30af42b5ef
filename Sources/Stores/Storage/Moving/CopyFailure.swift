/// Why a copy ended early. What it had put by then stays, and a further run goes on from there.
package enum CopyFailure: Error, Equatable {
    case interrupted
    /// A store can't be read or written.
    case store(String)
    /// Servers have so many connections to the store there.
    case inUse(place: String, connections: Int)
    /// The source is itself the target of a copy that was not finished.
    case sourceIsUnfinished
    /// The target holds records, and not by a copy that was interrupted.
    case targetIsNotEmpty
    /// The target holds the beginning of a copy from another store.
    case begunElsewhere(String)
    /// The target holds the beginning of a merge, and records of its own.
    case begunAsMerge
    /// What one of the stores holds was sealed under another secret.
    case otherSecret
}
