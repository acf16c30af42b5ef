/// The ports of a store, which the services take one by one. What stands in front of a store has these alone.
package typealias AuthorizationStore = RecordStore & RegisterStore & ClientStore & GrantStore & StoreHealth

/// A store as a server has it from the start to the end: the ports, and what the server asks beside them. An adapter is one type that
/// conforms to this.
///
/// How it is opened is the adapter's own affair, and said to the server in one file. A store that can't be reached yet is no reason not to
/// start, if it may be reached later. What is there may be one: records that are sealed under another secret (``SecretProof``), for to
/// this server all of them would be unknown; half of a copy (``StoreArchive/copyMark()``), which may hold what was revoked since; records
/// that a later version has written. Where that turns out later, all ports answer ``StoreError/unavailable(reason:)``.
package protocol OpenedStore: AuthorizationStore, StoreReporting {
    /// What the log, `/health` and statistics call it: one word, and not a name of this one store.
    var name: String { get }

    /// Where it is, for people on any part of this machine: a path from the root, or an address without user and password.
    var place: String { get }

    /// Counts the requests of all processes on this store; `nil`: no other process can have it.
    var counter: (any RequestCounter)? { get }

    /// Forgets what has expired, and whatever else is to be done now and then: it is called every half minute, by each process. What has
    /// expired is never answered, swept or not. What is thrown is nobody's loss; the next call tries again.
    func sweep() async throws(StoreError)

    /// Finishes what has been begun, writes what is left and lets go of the store. The last call; requests have ended by then.
    func close() async
}
