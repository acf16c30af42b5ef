import AuthorizationServer
import Glibc

/// Files that are not there yet, written all or not at all.
///
/// Each is written under another name beside its place, and has its own once all of them are whole: neither a crash nor a full disk
/// leaves half of one, and what somebody else puts there meanwhile stays.
struct NewFiles {
    struct File {
        let path: String
        let contents: [UInt8]

        /// Hidden, and another one for each process.
        fileprivate var temporary: String {
            let slash = path.lastIndex(of: "/").map { path.index(after: $0) } ?? path.startIndex
            return "\(path[..<slash]).\(path[slash...]).\(getpid())"
        }
    }

    private let files: [File]
    private let folders: [String]

    /// - Parameter folders: Made where they are missing, in this order.
    init(_ files: [File], in folders: [String]) {
        self.files = files
        self.folders = folders
    }

    func write() throws(Failure) {
        var occupied: [String] = []
        for path in files.compactMap({ Self.occupied($0.path) }) where !occupied.contains(path) {
            occupied.append(path)
        }
        guard occupied.isEmpty else { throw .occupied(occupied) }
        var made: [String] = []
        do {
            for folder in folders where try Self.makeFolder(folder) { made.append(folder) }
            for file in files {
                made.append(file.temporary)
                try Self.write(file)
            }
            for file in files {
                try Self.place(file)
                made.append(file.path)
            }
        } catch {
            for path in made.reversed() { remove(path) }
            throw error
        }
        for file in files { unlink(file.temporary) }
    }

    /// What stands in the way of a new file: itself, or a file that its folder would have to be.
    private static func occupied(_ path: String) -> String? {
        var status = stat()
        if lstat(path, &status) == 0 { return path }
        guard errno == ENOTDIR, let slash = path.lastIndex(of: "/"), slash > path.startIndex else {
            return nil
        }
        return occupied(String(path[..<slash]))
    }

    private static func makeFolder(_ folder: String) throws(Failure) -> Bool {
        if mkdir(folder, 0o777) == 0 { return true }
        guard errno == EEXIST else { throw .system(folder, errno) }
        return false
    }

    private static func write(_ file: File) throws(Failure) {
        let descriptor = open(file.temporary, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o666)
        guard descriptor >= 0 else { throw .system(file.path, errno) }
        defer { close(descriptor) }
        if let number = SystemFiles.write(file.contents, to: descriptor) {
            throw .system(file.path, number)
        }
    }

    private static func place(_ file: File) throws(Failure) {
        // A link is never made over a file; there are file systems that have none.
        if link(file.temporary, file.path) == 0 { return }
        guard errno != EEXIST else { throw .occupied([file.path]) }
        guard rename(file.temporary, file.path) == 0 else { throw .system(file.path, errno) }
    }

    enum Failure: Error, CustomStringConvertible {
        case occupied([String])
        /// The path, and the number of the system's error.
        case system(String, Int32)

        var description: String {
            switch self {
            case .occupied(let paths):
                "nothing was written: \(paths.joined(separator: ", ")) "
                    + (paths.count == 1 ? "is there already" : "are there already")
                    + "\nhint: name another folder, or move away what is there"
            case .system(let path, let number):
                "nothing was written: can't write \(path): \(String(cString: strerror(number)))"
                    + "\nhint: name a folder that this user can write to"
            }
        }
    }
}
