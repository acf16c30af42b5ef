import Glibc
package import OAuthModel
package import Storage
import Synchronization

/// The file of an embedded store that no server uses, read and written row by row: memory holds the names of its records only.
///
/// Holds the folder until ``close()``, as a server does.
package final class EmbeddedArchive: Sendable {
    private let contents: Mutex<Contents?>
    private let mark: CopyMarkFile
    private let clock: Clock

    private init(_ contents: sending Contents, folder: String, clock: Clock) {
        self.contents = Mutex(contents)
        mark = CopyMarkFile(folder: folder)
        self.clock = clock
    }

    /// Reads all of the file once, so that a damaged one is told before anything is copied. Where there is none it is made.
    package static func open(folder: String, clock: Clock) throws(StoreOpeningError) -> EmbeddedArchive {
        let rows = try SQLiteRows(in: DataFolder(path: folder))
        let mark = try using(folder) { () throws(SystemError) in try CopyMarkFile(folder: folder).read() }
        let contents = try Contents(rows, after: mark?.lastNumber ?? 0)
        return EmbeddedArchive(contents, folder: folder, clock: clock)
    }

    /// Whether a folder holds a store at all.
    package static func exists(in folder: String) -> Bool {
        access(DataFolder.databasePath(in: folder), F_OK) == 0
    }

    /// Folds the log into the file and lets go of the folder.
    package func close() {
        contents.withLock { contents in
            contents?.rows.close()
            contents = nil
        }
    }

    fileprivate func use<Result: Sendable>(
        _ body: (inout Contents) throws -> Result
    ) throws(StoreError) -> Result {
        do {
            return try contents.withLock { held in
                guard var contents = held.take() else { throw RowDamage(description: "it is closed") }
                defer { held = contents }
                return try body(&contents)
            }
        } catch {
            throw .unavailable(reason: "the file of the embedded store: \(error)")
        }
    }
}

extension EmbeddedArchive: StoreArchive {
    package func identity() async throws(StoreError) -> String {
        try use { contents in try contents.rows.identity() }
    }

    package func pages() async throws(StoreError) -> any ArchivePages {
        EmbeddedPages(archive: self, total: try use { $0.count })
    }

    package func load(_ names: [RecordName]) async throws(StoreError) -> ArchivePage {
        let records = try use { contents in try names.compactMap { try contents.record($0) } }
        return ArchivePage(records: records, readAt: clock.now)
    }

    /// All of them in one transaction.
    package func put(_ records: [ArchivedRecord]) async throws(StoreError) -> [RecordPlacement] {
        let now = clock.now
        return try use { contents in try contents.put(records, at: now) }
    }

    /// All of them in one transaction.
    package func remove(_ names: [RecordName]) async throws(StoreError) {
        try use { contents in try contents.remove(names) }
    }

    package func someClients() async throws(StoreError) -> [ArchivedRecord] {
        try use { contents in try contents.clients(limit: 8) }
    }

    package func copyMark() async throws(StoreError) -> CopyMark? {
        try readMark()?.mark
    }

    package func setCopyMark(_ mark: CopyMark?) async throws(StoreError) {
        let lastNumber = try use { $0.lastNumber }
        // Whose what follows is, its clients tell.
        if mark != nil { try use { contents in try contents.rows.setSecretMark(nil) } }
        do {
            if let mark {
                try self.mark.write(CopyMarkFile.Content(mark: mark, lastNumber: lastNumber))
            } else {
                try self.mark.remove()
            }
        } catch { throw .unavailable(reason: "the data folder: \(error)") }
    }

    /// Nothing to be done: the numbers of records tell which came after the mark.
    package func note(_ names: [RecordName]) async throws(StoreError) {}

    package func notedNames() async throws(StoreError) -> [RecordName] {
        guard let mark = try readMark() else { return [] }
        return try use { $0.names(after: mark.lastNumber) }
    }

    package func place(of name: RecordName) async throws(StoreError) -> RecordPlace? {
        try use { $0.place(of: name) }
    }

    private func readMark() throws(StoreError) -> CopyMarkFile.Content? {
        do { return try mark.read() } catch { throw .unavailable(reason: "the data folder: \(error)") }
    }

    fileprivate func page(from number: Int64) throws(StoreError) -> (page: ArchivePage, next: Int64?) {
        let (records, next) = try use { contents in try contents.records(from: number) }
        return (ArchivePage(records: records, readAt: clock.now), next)
    }
}

/// The records in the order of their numbers.
private struct EmbeddedPages: ArchivePages {
    let archive: EmbeddedArchive
    let total: Int
    var position: Int64? = 0

    mutating func next() async throws(StoreError) -> ArchivePage? {
        guard let position else { return nil }
        let (page, next) = try archive.page(from: position)
        self.position = next
        return page
    }
}
