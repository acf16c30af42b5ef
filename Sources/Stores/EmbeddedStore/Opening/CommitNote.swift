import Glibc
import WireText

/// How many commits of the store have been acknowledged, in a file beside it.
///
/// It is written after each commit and before anybody is told of that, and not synced: so it survives the death of the process, may fall
/// behind with that of the machine, and is never ahead of what is durable. A database that has seen fewer commits is older than what
/// was acknowledged, whatever has become of its log.
struct CommitNote {
    static let name = "store.commits"
    private static let digits = 19

    private let file: FileDescriptor

    static func path(in folder: String) -> String { folder + "/" + name }

    /// `nil` when there is none, or one that was never written.
    static func read(in folder: String) throws(StoreOpeningError) -> Int64? {
        let path = path(in: folder)
        let text = try using(path) { () throws(SystemError) -> [UInt8] in
            try ifThere { () throws(SystemError) in
                try FileDescriptor(path: path, flags: O_RDONLY).read(limit: digits + 2)
            } ?? []
        }
        if text.isEmpty { return nil }
        guard text.count == digits + 1, text.last == 0x0a,
            text.dropLast().allSatisfy(\.isDigit),
            let count = Int64(String(decoding: text.dropLast(), as: UTF8.self))
        else { throw .damaged(path: path, cause: "it is not a number") }
        return count
    }

    /// For a store that begins anew.
    static func remove(in folder: String) throws(StoreOpeningError) {
        let path = path(in: folder)
        try using(path) { () throws(SystemError) in
            _ = try ifThere { () throws(SystemError) in try system { unlink(path) } }
        }
    }

    /// Durable when this returns.
    init(_ count: Int64, in folder: String) throws(SystemError) {
        file = try FileDescriptor(path: Self.path(in: folder), flags: O_RDWR | O_CREAT)
        try write(count)
        try file.sync()
        try FileDescriptor(path: folder, flags: O_RDONLY | O_DIRECTORY).sync()
    }

    /// In place, and always as long as before: at no moment is there another file than a whole one.
    func write(_ count: Int64) throws(SystemError) {
        let text = String(count)
        let zeros = [UInt8](repeating: 0x30, count: max(0, Self.digits - text.utf8.count))
        try file.overwrite(zeros + text.utf8 + [0x0a])
    }
}
