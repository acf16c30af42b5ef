#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

/// A file beside the store, there as long as a copy into it is not finished. A server doesn't start on such a store.
struct CopyMarkFile {
    let folder: String

    private var path: String { folder + "/copy-unfinished" }

    func read() throws(SystemError) -> String? {
        do {
            let file = try FileDescriptor(path: path, flags: O_RDONLY)
            return String(decoding: try file.read(limit: 8192), as: UTF8.self)
        } catch {
            guard error.number == ENOENT else { throw error }
            return nil
        }
    }

    /// Returns when it is durable.
    func write(_ mark: String?) throws(SystemError) {
        if let mark {
            let file = try FileDescriptor(path: path, flags: O_RDWR | O_CREAT)
            try file.replace(with: Array(mark.utf8))
            try file.sync()
        } else {
            do { try system { unlink(path) } } catch {
                guard error.number == ENOENT else { throw error }
            }
        }
        try FileDescriptor(path: folder, flags: O_RDONLY | O_DIRECTORY).sync()
    }
}
