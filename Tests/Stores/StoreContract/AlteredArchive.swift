import OAuthModel
import Storage

/// An archive that is another store's, or in which something happens while it is copied.
struct AlteredArchive: StoreArchive {
    let archive: any StoreArchive
    var name: String?
    /// Records that are kept and never found again.
    var lost: Set<RecordName> = []
    /// Comes before each look-up.
    var meddle: @Sendable (any StoreArchive) async throws(StoreError) -> Void = { _ in }

    init(_ archive: any StoreArchive) {
        self.archive = archive
    }

    func identity() async throws(StoreError) -> String {
        if let name { return name }
        return try await archive.identity()
    }

    func load(_ names: [RecordName]) async throws(StoreError) -> ArchivePage {
        try await meddle(archive)
        var page = try await archive.load(names)
        page.records.removeAll { lost.contains($0.name) }
        return page
    }

    func pages() async throws(StoreError) -> any ArchivePages { try await archive.pages() }
    func put(_ records: [ArchivedRecord]) async throws(StoreError) -> [RecordPlacement] {
        try await archive.put(records)
    }
    func remove(_ names: [RecordName]) async throws(StoreError) { try await archive.remove(names) }
    func someClients() async throws(StoreError) -> [ArchivedRecord] { try await archive.someClients() }
    func copyMark() async throws(StoreError) -> CopyMark? { try await archive.copyMark() }
    func setCopyMark(_ mark: CopyMark?) async throws(StoreError) { try await archive.setCopyMark(mark) }
    func note(_ names: [RecordName]) async throws(StoreError) { try await archive.note(names) }
    func notedNames() async throws(StoreError) -> [RecordName] { try await archive.notedNames() }
    func place(of name: RecordName) async throws(StoreError) -> RecordPlace? {
        try await archive.place(of: name)
    }
}
