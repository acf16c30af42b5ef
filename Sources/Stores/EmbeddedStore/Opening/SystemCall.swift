import Glibc

/// The last system call failed: the number it left in `errno`.
struct SystemError: Error, Equatable, CustomStringConvertible {
    let number: Int32

    init(number: Int32 = errno) {
        self.number = number
    }

    var description: String { String(cString: strerror(number)) }
}

/// The outcome of a system call that says -1 when it failed, repeated as long as a signal interrupts it.
@discardableResult
func system<Result: SignedInteger>(_ call: () -> Result) throws(SystemError) -> Result {
    while true {
        let result = call()
        if result != -1 { return result }
        if errno != EINTR { throw SystemError() }
    }
}

/// `nil` when there is nothing under a path.
func ifThere<Result>(_ body: () throws(SystemError) -> Result) throws(SystemError) -> Result? {
    do {
        return try body()
    } catch {
        guard error.number == ENOENT else { throw error }
        return nil
    }
}

/// What goes wrong with one path, as an error of opening.
@discardableResult
func using<Result>(
    _ path: String, _ body: () throws(SystemError) -> Result
) throws(StoreOpeningError) -> Result {
    do {
        return try body()
    } catch {
        throw .notWritable(path: path, cause: error.description)
    }
}

/// An open file, closed with its last owner.
final class FileDescriptor {
    let number: Int32

    /// Opens for reading and writing unless `flags` say otherwise. Not inherited by other programs.
    init(path: String, flags: Int32, mode: mode_t = 0o600) throws(SystemError) {
        number = try system { open(path, flags | O_CLOEXEC, mode) }
    }

    deinit {
        close(number)
    }

    /// Locks the file against other openings of it, until this one ends. `false` when another holds it.
    func lock() throws(SystemError) -> Bool {
        do {
            try system { flock(number, LOCK_EX | LOCK_NB) }
        } catch {
            guard error.number == EWOULDBLOCK else { throw error }
            return false
        }
        return true
    }

    /// At most `limit` bytes, from the beginning.
    func read(limit: Int) throws(SystemError) -> [UInt8] {
        var bytes = [UInt8](repeating: 0, count: limit)
        var count = 0
        while count < limit {
            let offset = count
            let got = try system {
                bytes.withUnsafeMutableBytes {
                    pread(number, $0.baseAddress.map { $0 + offset }, limit - offset, off_t(offset))
                }
            }
            if got == 0 { break }
            count += got
        }
        return Array(bytes.prefix(count))
    }

    /// The whole content. It is durable after ``sync()``.
    func replace(with bytes: [UInt8]) throws(SystemError) {
        try system { ftruncate(number, 0) }
        try overwrite(bytes)
    }

    /// The beginning of the content; what is behind stays.
    func overwrite(_ bytes: [UInt8]) throws(SystemError) {
        var written = 0
        while written < bytes.count {
            let offset = written
            written += try system {
                bytes.withUnsafeBytes {
                    pwrite(number, $0.baseAddress.map { $0 + offset }, bytes.count - offset, off_t(offset))
                }
            }
        }
    }

    func sync() throws(SystemError) {
        try system { fsync(number) }
    }
}
