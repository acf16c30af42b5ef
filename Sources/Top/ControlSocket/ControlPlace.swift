import Glibc

/// Where the control sockets of a data folder lie.
///
/// The first process of a folder has `control.sock`; further ones, which only a shared Redis allows for, have their port in
/// the name. Whoever may enter the folder is this user or root.
enum ControlPlace {
    static let name = "control.sock"

    static func name(port: Int) -> String { "control-\(port).sock" }

    /// `sockaddr_un` holds so many bytes of path, and a zero.
    static let pathLimit = 107

    /// A socket that is listened on, and which file it is: so that at the end nobody else's is removed.
    struct Bound: Sendable {
        let descriptor: Int32
        let path: String
        let inode: ino_t
    }

    /// So many connections wait to be accepted.
    static let backlog: Int32 = 8

    /// Listens by the first of the names that no living process has. What a process left behind that was killed is replaced.
    ///
    /// Who asks while the folder is locked finds that a socket is either listened on or dead: one that is bound and not yet
    /// listened on would be taken for the latter.
    static func bind(in folder: String, port: Int) throws(ControlProblem) -> Bound {
        try locked(folder) { () throws(ControlProblem) in
            for name in [name, name(port: port)] {
                let path = folder + "/" + name
                guard path.utf8.count <= pathLimit else { throw .pathTooLong(path) }
                if isAlive(path) { continue }
                return try bindOne(path)
            }
            throw .taken(folder)
        }
    }

    static func remove(_ bound: Bound, in folder: String) {
        try? locked(folder) { () throws(ControlProblem) in
            if inode(of: bound.path) == bound.inode { unlink(bound.path) }
        }
    }

    /// The system calls of connecting, without waiting: `nil` when nobody listens there.
    static func connect(_ path: String) -> Int32? {
        let descriptor = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
        guard descriptor >= 0 else { return nil }
        guard withAddress(path, { Glibc.connect(descriptor, $0, $1) }) == 0 else {
            close(descriptor)
            return nil
        }
        return descriptor
    }

    private static func isAlive(_ path: String) -> Bool {
        guard let descriptor = connect(path) else { return false }
        close(descriptor)
        return true
    }

    private static func bindOne(_ path: String) throws(ControlProblem) -> Bound {
        unlink(path)
        let flags = Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue) | Int32(SOCK_NONBLOCK.rawValue)
        let descriptor = socket(AF_UNIX, flags, 0)
        guard descriptor >= 0 else { throw .system("socket", errno) }
        // The file gets its rights from the socket when it is made, so that there is no moment with others.
        fchmod(descriptor, 0o600)
        guard withAddress(path, { Glibc.bind(descriptor, $0, $1) }) == 0, chmod(path, 0o600) == 0,
            listen(descriptor, backlog) == 0
        else {
            let number = errno
            close(descriptor)
            throw .system(path, number)
        }
        return Bound(descriptor: descriptor, path: path, inode: inode(of: path))
    }

    private static func inode(of path: String) -> ino_t {
        var status = stat()
        return lstat(path, &status) == 0 ? status.st_ino : 0
    }

    /// Between processes of one folder: of two that find the same dead socket one would remove the other's.
    private static func locked<Result>(
        _ folder: String, _ body: () throws(ControlProblem) -> Result
    ) throws(ControlProblem) -> Result {
        let descriptor = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard descriptor >= 0 else { throw .system(folder, errno) }
        defer { close(descriptor) }
        while flock(descriptor, LOCK_EX) != 0 {
            guard errno == EINTR else { throw .system(folder, errno) }
        }
        return try body()
    }

    private static func withAddress(
        _ path: String, _ body: (UnsafePointer<sockaddr>, socklen_t) -> Int32
    ) -> Int32 {
        var address = sockaddr_un()
        address.sun_family = sa_family_t(AF_UNIX)
        withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: path.utf8.prefix(pathLimit)) }
        return withUnsafePointer(to: &address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                body($0, socklen_t(MemoryLayout<sockaddr_un>.size))
            }
        }
    }
}

/// Why there is no control socket. The server runs on without it.
enum ControlProblem: Error, CustomStringConvertible {
    case pathTooLong(String)
    case taken(String)
    case system(String, Int32)

    var description: String {
        switch self {
        case .pathTooLong(let path):
            "its path is longer than \(ControlPlace.pathLimit) bytes: \(path)"
        case .taken(let folder): "other processes have those of \(folder)"
        case .system(let place, let number): "\(place): \(String(cString: strerror(number)))"
        }
    }
}
