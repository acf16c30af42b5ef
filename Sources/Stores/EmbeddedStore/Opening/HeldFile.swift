import Glibc

/// A file that this process holds open, and the path under which it was found. While it is held its number is given to no other.
struct HeldFile {
    private let path: String
    private let device: dev_t
    private let number: ino_t

    init(path: String) throws(SystemError) {
        var status = stat()
        try system { stat(path, &status) }
        self.path = path
        device = status.st_dev
        number = status.st_ino
    }

    /// Not when the path leads nowhere or elsewhere. One that can't be followed for another reason says nothing of the file.
    var isInPlace: Bool {
        var status = stat()
        do { try system { stat(path, &status) } } catch {
            return ![ENOENT, ENOTDIR, ELOOP, ESTALE].contains(error.number)
        }
        return status.st_dev == device && status.st_ino == number
    }
}

/// The data folder was moved or deleted while it was in use.
struct FolderLost: Error, CustomStringConvertible {
    let path: String

    var description: String { "\(path) was moved or deleted while it was in use" }
}
