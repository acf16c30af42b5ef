import Glibc

/// A path, or a name in a folder, as the system has it: any bytes but zero, which need not be UTF-8, and two spellings of one
/// text are two names.
typealias PathBytes = [UInt8]

extension PathBytes {
    static let slash = UInt8(ascii: "/")
    static let dot = UInt8(ascii: ".")

    /// With the zero that the system wants behind it.
    var terminated: [CChar] { map(CChar.init(bitPattern:)) + [0] }

    var shown: String { String(decoding: isEmpty ? [Self.slash] : self, as: UTF8.self) }

    var isAbsolute: Bool { first == Self.slash }

    var isHidden: Bool { first == Self.dot }

    /// The root has no byte, so that a name goes behind any folder in the same way.
    func appending(_ name: some Sequence<UInt8>) -> PathBytes {
        self + [Self.slash] + name
    }

    /// The folder in which a folder without links lies; the root's is the root.
    var parent: PathBytes { Array(self[..<(lastIndex(of: Self.slash) ?? startIndex)]) }

    /// The names between its slashes, but `.`, which leads nowhere.
    var names: [ArraySlice<UInt8>] { split(separator: Self.slash).filter { $0 != [Self.dot] } }

    /// The folder of the process; `nil` when it has been deleted.
    static var current: PathBytes? {
        guard let text = getcwd(nil, 0) else { return nil }
        defer { free(text) }
        let path = PathBytes(UnsafeRawBufferPointer(start: text, count: strlen(text)))
        return path.isAbsolute ? path : nil
    }
}

/// What lies under a path, the link itself where it is one.
struct FoundFile {
    /// Which one it is, whatever it is called.
    struct Identity: Equatable {
        let device: dev_t
        let inode: ino_t
    }

    enum Kind {
        case link
        case folder
        case other
    }

    let identity: Identity
    let kind: Kind

    /// `nil` when there is nothing, or nothing that can be looked at.
    init?(_ path: PathBytes) {
        var status = stat()
        guard lstat(path.terminated, &status) == 0 else { return nil }
        identity = Identity(device: status.st_dev, inode: status.st_ino)
        kind =
            switch status.st_mode & S_IFMT {
            case S_IFLNK: .link
            case S_IFDIR: .folder
            default: .other
            }
    }

    /// What a link holds; `nil` when it is none (any more).
    static func target(of link: PathBytes) -> PathBytes? {
        withUnsafeTemporaryAllocation(of: CChar.self, capacity: Int(PATH_MAX)) { target in
            guard let start = target.baseAddress else { return nil }
            let count = readlink(link.terminated, start, target.count)
            return count > 0 ? target[..<count].map(UInt8.init(bitPattern:)) : nil
        }
    }

    /// Whether a path leads to something, through all links.
    static func leadsSomewhere(_ path: PathBytes) -> Bool {
        access(path.terminated, F_OK) == 0
    }

    /// The first links in a folder, by name: so many at most.
    static func links(in folder: PathBytes, limit: Int) -> [PathBytes] {
        guard let directory = opendir(folder.appending([]).terminated) else { return [] }
        defer { closedir(directory) }
        var links: [PathBytes] = []
        while links.count < limit, let entry = readdir(directory) {
            let (unknown, link) = (UInt8(DT_UNKNOWN), UInt8(DT_LNK))
            guard entry.pointee.d_type == link || entry.pointee.d_type == unknown else { continue }
            let name = withUnsafeBytes(of: &entry.pointee.d_name) { PathBytes($0.prefix { $0 != 0 }) }
            if FoundFile(folder.appending(name))?.kind == .link { links.append(name) }
        }
        return links.sorted { $0.lexicographicallyPrecedes($1) }
    }
}
