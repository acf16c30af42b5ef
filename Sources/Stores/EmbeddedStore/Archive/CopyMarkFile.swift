import Glibc
import Storage

/// A file beside the store, there as long as a copy into it is not finished. A server doesn't start on such a store.
struct CopyMarkFile {
    struct Content {
        let mark: CopyMark
        /// The highest number that a record had when the copy began: what it puts has higher ones.
        let lastNumber: Int64
    }

    static let name = "copy-unfinished"

    let folder: String

    private var path: String { folder + "/" + Self.name }

    func read() throws(SystemError) -> Content? {
        let text: String
        do {
            let file = try FileDescriptor(path: path, flags: O_RDONLY)
            text = String(decoding: try file.read(limit: 8192), as: UTF8.self)
        } catch {
            guard error.number == ENOENT else { throw error }
            return nil
        }
        let words = text.split(separator: " ", maxSplits: 1)
        guard words.count == 2, let number = Int64(words[0]), RowID.records.contains(number) else {
            return Content(mark: .illegible, lastNumber: 0)
        }
        return Content(mark: CopyMark(text: String(words[1])), lastNumber: number)
    }

    /// Returns when it is durable; a crash leaves all of it or none.
    func write(_ content: Content) throws(SystemError) {
        let draft = path + ".new"
        let file = try FileDescriptor(path: draft, flags: O_RDWR | O_CREAT)
        try file.replace(with: Array("\(content.lastNumber) \(content.mark.text)".utf8))
        try file.sync()
        try system { rename(draft, path) }
        try syncFolder()
    }

    func remove() throws(SystemError) {
        do { try system { unlink(path) } } catch {
            guard error.number == ENOENT else { throw error }
        }
        try syncFolder()
    }

    private func syncFolder() throws(SystemError) {
        try FileDescriptor(path: folder, flags: O_RDONLY | O_DIRECTORY).sync()
    }
}
