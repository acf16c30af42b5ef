import Glibc

/// What the system tells of folders, by inotify(7). Closed with its last owner.
final class FolderEvents {
    struct Event {
        /// Which folder it is of; -1 where events were lost.
        let watch: Int32
        /// `IN_…`
        let kinds: Int32
        /// Of what is in the folder; empty for the folder itself.
        let name: PathBytes

        func isAny(of wanted: Int32) -> Bool { kinds & wanted != 0 }
    }

    let descriptor: Int32
    private var buffer = [UInt8](repeating: 0, count: 16384)

    /// What takes a name is whole; what is made may be a link, or a folder on the way to a file.
    private static let names = IN_MOVED_TO | IN_CREATE | IN_MOVE_SELF | IN_DELETE_SELF
    /// What is closed after it was written is whole.
    private static let contents = IN_CLOSE_WRITE
    /// A folder that has become something else in the meantime is none, and a file that has lost its name says nothing in it.
    private static let conditions = IN_ONLYDIR | IN_DONT_FOLLOW | IN_EXCL_UNLINK
    /// A folder may be watched under several paths, for different things.
    private static let adding = Int32(IN_MASK_ADD)

    /// `watch`, `mask`, `cookie` and `len`, four bytes each.
    private static let headLength = 16

    init() throws(FileWatchError) {
        descriptor = inotify_init1(Int32(IN_CLOEXEC) | Int32(IN_NONBLOCK))
        guard descriptor >= 0 else { throw FileWatchError(errno, folder: nil) }
    }

    deinit {
        close(descriptor)
    }

    /// - Parameter contents: Files that are written count too. The system then looks at every name that it has in mind of the folder: in a
    ///   large one, such as `/tmp`, that takes as long as the rest of a start.
    /// - Returns: The number under which the folder is told of; the same one for a folder that is watched already, whatever its path.
    func add(_ folder: PathBytes, contents: Bool) -> Result<Int32, FolderFailure> {
        // The slash is the root's name, and leads no other folder elsewhere.
        let path = folder.isEmpty ? [PathBytes.slash] : folder
        let kinds = Self.names | (contents ? Self.contents : 0)
        let watch = inotify_add_watch(
            descriptor, path.terminated, UInt32(bitPattern: kinds | Self.conditions | Self.adding))
        return watch >= 0 ? .success(watch) : .failure(FolderFailure(number: errno))
    }

    /// One that the system has given up already may be among them.
    func remove(_ watch: Int32) {
        inotify_rm_watch(descriptor, watch)
    }

    /// What was told since the last time, a part of it; `nil` when nothing is left. Never waits.
    func next() -> [Event]? {
        let count = buffer.withUnsafeMutableBytes { read(descriptor, $0.baseAddress, $0.count) }
        guard count > 0 else { return nil }
        return buffer.withUnsafeBytes { bytes in
            var events: [Event] = []
            var place = 0
            while place + Self.headLength <= count {
                let length = Int(bytes.loadUnaligned(fromByteOffset: place + 12, as: UInt32.self))
                let name = bytes[(place + Self.headLength)...].prefix(length).prefix { $0 != 0 }
                events.append(
                    Event(
                        watch: bytes.loadUnaligned(fromByteOffset: place, as: Int32.self),
                        kinds: bytes.loadUnaligned(fromByteOffset: place + 4, as: Int32.self),
                        name: Array(name)))
                place += Self.headLength + length
            }
            return events
        }
    }
}

/// Why a folder can't be watched: what the system call left in `errno`.
struct FolderFailure: Error {
    let number: Int32

    /// There is no such folder any more, since a moment ago.
    var isGone: Bool { number == ENOENT || number == ENOTDIR }
    /// Others decide who may look into it.
    var isForbidden: Bool { number == EACCES }
}
