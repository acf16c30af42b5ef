import Glibc

/// The folder of the store: this user's alone, and this process's as long as the value lives.
final class DataFolder {
    let path: String
    private let lock: FileDescriptor
    private var held: [HeldFile] = []

    private static let databaseName = "store.sqlite"
    private static let lockAttempts = 20

    var databasePath: String { Self.databasePath(in: path) }

    static func databasePath(in folder: String) -> String { folder + "/" + databaseName }

    /// Makes the folder where there is none, and locks it.
    init(path: String) throws(StoreOpeningError) {
        self.path = path
        try Self.prepare(path)
        lock = try Self.lock(path)
        try checkPresence()
        try using(databasePath) { () throws(SystemError) in try Self.makeFile(databasePath) }
    }

    /// SQLite takes an empty file for a new database, and deletes the log beside it.
    private func checkPresence() throws(StoreOpeningError) {
        let size = try Self.size(of: databasePath)
        guard (size ?? 0) == 0 else { return }
        guard try Self.size(of: databasePath + "-wal") ?? 0 == 0 else { throw .emptied(path: databasePath) }
        if size == nil {
            // It was taken away, log and all: that is how one begins anew.
            try CommitNote.remove(in: path)
        } else if try CommitNote.read(in: path) ?? 0 > 0 {
            throw .emptied(path: databasePath)
        }
    }

    /// `nil` when there is no file.
    private static func size(of path: String) throws(StoreOpeningError) -> Int64? {
        try using(path) { () throws(SystemError) -> Int64? in
            var status = stat()
            return try ifThere { () throws(SystemError) in try system { stat(path, &status) } }.map { _ in
                Int64(status.st_size)
            }
        }
    }

    /// From here on ``checkPlace()`` knows what is held open. SQLite has made its log.
    func hold() throws(StoreOpeningError) {
        for file in [path + "/lock", databasePath, databasePath + "-wal"] {
            held.append(try using(file) { () throws(SystemError) in try HeldFile(path: file) })
        }
    }

    /// Whether the path still leads to what is held open: else nobody finds again what is written there, or another process may
    /// have taken the place.
    func checkPlace() throws(FolderLost) {
        guard held.allSatisfy(\.isInPlace) else { throw FolderLost(path: path) }
    }

    /// Makes the folder where there is none, and takes care that it is this user's alone.
    static func prepare(_ path: String) throws(StoreOpeningError) {
        try using(path) { () throws(SystemError) in try make(path) }
        try shut(path)
    }

    private static func make(_ path: String) throws(SystemError) {
        do {
            try makeOne(path)
        } catch  where error.number == ENOENT {
            guard let slash = path.lastIndex(of: "/"), slash != path.startIndex else { throw error }
            try make(String(path[..<slash]))
            try makeOne(path)
        }
    }

    private static func makeOne(_ path: String) throws(SystemError) {
        do {
            try system { mkdir(path, 0o700) }
        } catch  where error.number == EEXIST {
            return
        }
    }

    /// Takes from others the right to enter. A folder that holds more than ours may be meant for others (a home folder,
    /// `/tmp`): there that is not ours to decide.
    private static func shut(_ path: String) throws(StoreOpeningError) {
        let entries = try using(path) { () throws(SystemError) -> [String]? in
            var status = stat()
            try system { stat(path, &status) }
            guard status.st_mode & S_IFMT == S_IFDIR else { throw SystemError(number: ENOTDIR) }
            return status.st_mode & 0o077 == 0 ? nil : try Self.entries(of: path)
        }
        guard let entries else { return }
        guard entries.isEmpty || entries.contains(databaseName) || entries.contains(ServerSecretFile.name)
        else { throw .exposed(path: path) }
        try using(path) { () throws(SystemError) in try system { chmod(path, 0o700) } }
    }

    private static func entries(of path: String) throws(SystemError) -> [String] {
        guard let stream = opendir(path) else { throw SystemError() }
        defer { closedir(stream) }
        var names: [String] = []
        while let entry = readdir(stream) {
            let name = withUnsafeBytes(of: &entry.pointee.d_name) {
                String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self)
            }
            if name != ".", name != ".." { names.append(name) }
        }
        return names
    }

    private static func lock(_ folder: String) throws(StoreOpeningError) -> FileDescriptor {
        let path = folder + "/lock"
        let file = try using(path) { () throws(SystemError) in
            try FileDescriptor(path: path, flags: O_RDWR | O_CREAT)
        }
        // A program that is being started has what its parent had open until it runs: a lock that was let go may be held for a moment.
        var isFree = false
        for attempt in 1...lockAttempts where !isFree {
            if attempt > 1 { usleep(10_000) }
            isFree = try using(path) { () throws(SystemError) in try file.lock() }
        }
        guard isFree else {
            let holder = try using(path) { () throws(SystemError) in try file.read(limit: 16) }
            let digits = String(decoding: holder, as: UTF8.self).prefix { $0.isNumber }
            throw .locked(path: folder, processID: Int32(digits))
        }
        try using(path) { () throws(SystemError) in try file.replace(with: Array("\(getpid())\n".utf8)) }
        return file
    }

    /// SQLite gives its log the rights of the file beside which it lies.
    private static func makeFile(_ path: String) throws(SystemError) {
        let file = try FileDescriptor(path: path, flags: O_RDWR | O_CREAT)
        try system { fchmod(file.number, 0o600) }
    }
}
