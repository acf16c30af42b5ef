/// Where a row stands in the file: a record's number and, within it, a part. Part 0 is the record itself; further
/// parts are what it has gathered and never rewrites.
///
/// Both share SQLite's 64-bit row number, so that the parts of a record lie side by side, new records at the end, and
/// no index is needed: memory knows the number of every record.
struct RowID: Hashable, Sendable {
    static let partBits: Int64 = 20
    /// The number of parts a record can have.
    static let partLimit = 1 << partBits
    /// The part that is a grant's summary.
    static let summaryPart = partLimit - 1
    /// The numbers that records can have, with room for those that are still to come.
    static let records: Range<Int64> = 0..<1 << (62 - partBits)

    let number: Int64

    init(record: Int64, part: Int = 0) {
        number = record << Self.partBits | Int64(part)
    }

    init(number: Int64) {
        self.number = number
    }

    var record: Int64 { number >> Self.partBits }
    var part: Int { Int(number & (1 << Self.partBits - 1)) }
}

/// One change of the file.
enum RowChange: Sendable, Equatable {
    case put(RowID, [UInt8])
    /// The record with all its parts.
    case delete(record: Int64)
    /// The record, which then says that it has ended; and afterwards, in steps, all of it. It has this many parts at most.
    case retire(record: Int64, parts: Int, [UInt8])
}

/// What the journal writes to: all of a batch, or nothing of it.
protocol RowStorage: AnyObject {
    func commit(_ changes: [RowChange]) throws
    /// Throws when what was committed could not be found again; a commit looks by itself.
    func checkPlace() throws(FolderLost)
    /// One row; `nil` when there is none.
    func row(_ id: RowID) throws -> [UInt8]?
    /// Takes the next step of removing what was retired. Whether there are more.
    func tidy() throws -> Bool
    /// Leaves the file whole and lets go of it. Nothing is called afterwards.
    func close()
}
