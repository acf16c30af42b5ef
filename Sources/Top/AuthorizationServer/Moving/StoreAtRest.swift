import Logging
import Storage

/// A store that no server uses, as one side of a move.
struct StoreAtRest: Sendable {
    /// Where it is, for people.
    let place: String
    /// The same for those who find half of a copy elsewhere.
    let placeFromAfar: String
    /// Why nothing can be moved from it.
    let absence: MoveFailure?
    /// What holds records where it should be empty.
    let holder: String
    /// How it is emptied; and how of the beginning of a copy.
    let emptying: String
    let emptyingOfCopy: String
    /// How servers come to use it.
    let start: String
    /// Throws when a server uses it; what could not be found out is noted.
    let open: @Sendable (Logger, _ note: (String) -> Void) async throws(MoveFailure) -> OpenArchive
}

struct OpenArchive: Sendable {
    let archive: any StoreArchive
    /// Throws when a server has come to it.
    let checkAlone: @Sendable () async throws(CopyFailure) -> Void
    let close: @Sendable () async -> Void
}
