import Glibc

/// A text that takes the place of a file's, all of it or nothing.
enum FileReplacement {
    enum Failure: Error {
        /// Why not, in the words of the system.
        case unwritable(String)
        /// A pipe, or a device.
        case notAFile
        /// Somebody else has written it since it was read.
        case changedMeanwhile
    }

    /// The file keeps its mode and its owner; of a link, what it leads to is replaced.
    ///
    /// - Parameter old: What was read; a file that holds anything else by now is left alone.
    static func write(_ text: [UInt8], over old: [UInt8], at path: String) throws(Failure) {
        let target = SystemFiles.absolute(path)
        let status = try status(ofWritable: target)
        let folder = target.lastIndex(of: "/").map { String(target[..<$0]) } ?? "."
        let temporary = "\(folder)/.mcp-auth-fix-\(getpid())"
        let file = open(temporary, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
        guard file >= 0 else { throw .failed(errno) }
        do throws(Failure) {
            defer { close(file) }
            try fill(file, with: text, like: status)
        } catch {
            unlink(temporary)
            throw error
        }
        guard let now = try? SystemFiles.read(target).bytes, now == old else {
            unlink(temporary)
            throw .changedMeanwhile
        }
        guard rename(temporary, target) == 0 else {
            let number = errno
            unlink(temporary)
            throw .failed(number)
        }
        // Where the folder can't be synchronised, a crash may bring the old file back, and that is whole.
        let directory = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard directory >= 0 else { return }
        fsync(directory)
        close(directory)
    }

    /// A folder that can be written would let a file be replaced that can't.
    private static func status(ofWritable path: String) throws(Failure) -> stat {
        var status = stat()
        guard stat(path, &status) == 0 else { throw .failed(errno) }
        guard status.st_mode & S_IFMT == S_IFREG else { throw .notAFile }
        guard access(path, W_OK) == 0 else { throw .failed(errno) }
        return status
    }

    private static func fill(_ file: Int32, with text: [UInt8], like old: stat) throws(Failure) {
        var new = stat()
        guard fstat(file, &new) == 0 else { throw .failed(errno) }
        if (new.st_uid, new.st_gid) != (old.st_uid, old.st_gid) {
            guard fchown(file, old.st_uid, old.st_gid) == 0 else { throw .failed(errno) }
        }
        guard fchmod(file, old.st_mode & 0o7777) == 0 else { throw .failed(errno) }
        if let number = SystemFiles.write(text, to: file) { throw .failed(number) }
    }
}

extension FileReplacement.Failure {
    fileprivate static func failed(_ number: Int32) -> Self { .unwritable(String(cString: strerror(number))) }
}
