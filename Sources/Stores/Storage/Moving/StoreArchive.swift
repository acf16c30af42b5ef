package import OAuthModel

/// A store that is read as a whole and filled from elsewhere, while no server uses it.
///
/// Each record is one aggregate (a grant with all its tokens, a client, a session…) and is put in one atomic step, so whatever
/// interrupts a copy leaves whole records and nothing else. What is sealed stays sealed on the way.
package protocol StoreArchive: Sendable {
    /// Names the store for as long as it lives, however it is reached: no other has the same. Where there is none yet it is made.
    func identity() async throws(StoreError) -> String

    /// Everything, in pieces that fit into memory. A record may come twice when the store moves its keys about meanwhile.
    func pages() async throws(StoreError) -> any ArchivePages

    /// The records with these names, where they are; those that have expired may be among them.
    func load(_ names: [RecordName]) async throws(StoreError) -> ArchivePage

    /// Puts each record where there is none, and leaves alone what is there.
    ///
    /// - Returns: What became of each, in the order given.
    func put(_ records: [ArchivedRecord]) async throws(StoreError) -> [RecordPlacement]

    /// Takes away the records with these names, each in one atomic step.
    func remove(_ names: [RecordName]) async throws(StoreError)

    /// A few registered clients, in no particular order.
    func someClients() async throws(StoreError) -> [ArchivedRecord]

    /// The copy into this store that has begun and is not finished; durable, and there for as long as anything is that it has put.
    func copyMark() async throws(StoreError) -> CopyMark?
    /// `nil`: the copy is finished, and its notes go with the mark.
    func setCopyMark(_ mark: CopyMark?) async throws(StoreError)

    /// Notes beside the mark that records are going to be put under these names, where there are none: a merge goes on with
    /// what it has put itself, and with nothing else.
    func note(_ names: [RecordName]) async throws(StoreError)
    /// What was noted since the mark was set; there may be no such records any more.
    func notedNames() async throws(StoreError) -> [RecordName]

    /// Where a record is, for people; `nil` where there is none.
    func place(of name: RecordName) async throws(StoreError) -> RecordPlace?
}

/// One way through a store.
package protocol ArchivePages {
    /// About how many records there are, for a progress bar.
    var total: Int { get }
    /// `nil` after the last.
    mutating func next() async throws(StoreError) -> ArchivePage?
}

package struct ArchivePage: Sendable {
    package var records: [ArchivedRecord]
    /// Things in the place of records that can't be read. To a server they are not there.
    package var unreadable: Int
    /// By the clock of the store.
    package let readAt: Timestamp

    package init(records: [ArchivedRecord], unreadable: Int = 0, readAt: Timestamp) {
        self.records = records
        self.unreadable = unreadable
        self.readAt = readAt
    }
}

package enum RecordPlacement: Hashable, Sendable {
    case written
    /// The same was there already.
    case present
    /// Another record has the name. It was left as it is.
    case conflicting
    /// It has expired by the clock of this store. Nothing was put.
    case expired
}

/// Where a store keeps a record, as people look for it.
package struct RecordPlace: Equatable, Sendable {
    package let name: String
    /// The command that takes it away there.
    package let removal: String

    package init(name: String, removal: String) {
        self.name = name
        self.removal = removal
    }
}
