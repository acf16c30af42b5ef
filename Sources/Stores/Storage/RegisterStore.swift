/// A few records that the server keeps for itself, each under its name and replaced as a whole. None ends by itself.
///
/// There is one of each name, and none at the start. Processes on one store share them by comparing and replacing: who wants to change one
/// loads it, and replaces what it has loaded or loads anew.
package protocol RegisterStore: Sendable {
    func load(_ name: RegisterName) async throws(StoreError) -> StoredRegister?

    /// Replaces the record if it still has the version that was loaded, or keeps a first one where there is none (`nil`). Of any number of
    /// concurrent calls that expect one version exactly one is told `true`; the record has another version from then on.
    ///
    /// Durable before it returns. A call that throws may have replaced the record; the same call again is then told `true`, as long as nobody
    /// else has.
    func replace(
        _ name: RegisterName, with record: SealedRecord, expecting version: Int64?
    ) async throws(StoreError) -> Bool
}

/// The records of which there is one. Who adds one adds it here; stores, statistics and copies know no other list.
package enum RegisterName: String, CaseIterable, Sendable {
    // By these words stores tell them apart, in files and in keys.
    /// The keys that this server signs with.
    case ownKeys = "own-keys"
    /// What operators have decided about client-id metadata documents, and what waits for them.
    case documentDecisions = "document-decisions"

    /// For people. What is sealed in a record is bound to it, so it can't be changed.
    package var name: String {
        switch self {
        case .ownKeys: "own keys"
        case .documentDecisions: "decisions about documents"
        }
    }
}

/// A record and what it has to be replaced under.
package struct StoredRegister: Hashable, Sendable {
    package let sealed: SealedRecord
    /// 1 of the first record, and one more with each replacement.
    package let version: Int64

    /// What a store believes. No register is replaced as often, and another one can follow on the last.
    package static let versions: ClosedRange<Int64> = 1...1 << 52

    package init(sealed: SealedRecord, version: Int64) {
        self.sealed = sealed
        self.version = version
    }
}
