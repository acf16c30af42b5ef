import Cryptography
import Synchronization

/// The files that something was made of, by their paths as this process finds them, each with what it held.
struct FilesRead: Sendable, Equatable {
    /// SHA-256 of the contents; nil where there was nothing to be read.
    fileprivate(set) var marks: [String: [UInt8]?] = [:]

    var paths: some Sequence<String> { marks.keys }

    /// Whether each of them holds what it held. Nothing is made of it, so it costs little.
    var areAsRead: Bool {
        marks.allSatisfy { path, mark in
            let bytes = try? SystemFiles.read(path, waits: false).bytes
            return bytes.map { SHA256.hash($0) } == mark
        }
    }

    /// What is not as it was there, in the order of the paths.
    func changes(since old: FilesRead) -> [String] {
        Set(marks.keys).union(old.marks.keys).filter { marks[$0] != old.marks[$0] }.sorted()
    }
}

/// Notes what is read while it is read.
final class FileNotes: Sendable {
    /// A pipe may be waited for, and standard input be read. What is read again must be there at once.
    let waits: Bool
    private let noted = Mutex(FilesRead())

    init(waits: Bool) {
        self.waits = waits
    }

    var files: FilesRead { noted.withLock { $0 } }

    func read(_ path: String) throws(SystemFiles.Failure) -> (bytes: [UInt8], mode: UInt32) {
        do throws(SystemFiles.Failure) {
            let file = try SystemFiles.read(path, waits: waits)
            note(path, file.bytes)
            return file
        } catch {
            note(path, nil)
            throw error
        }
    }

    func note(_ path: String, _ bytes: [UInt8]?) {
        let mark = bytes.map { SHA256.hash($0) }
        noted.withLock { $0.marks[path] = .some(mark) }
    }
}
