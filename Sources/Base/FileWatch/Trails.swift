/// The ways to all that is watched.
struct Trails {
    /// To the files and folders themselves, in one order for the same ones.
    let named: [Trail]
    /// From links in a folder of which everything counts.
    private let led: [Trail]
    /// The folders of which everything counts, without links.
    let whole: Set<PathBytes>

    /// So many links in one folder are followed.
    private static let linkLimit = 256

    init(_ paths: WatchedPaths) {
        let current = PathBytes.current
        let folders = paths.folders.sorted().map { Trail(PathBytes($0.utf8), from: current) }
        named = paths.files.sorted().map { Trail(PathBytes($0.utf8), from: current) } + folders
        whole = Set(folders.compactMap(\.folder))
        led = whole.sorted { $0.lexicographicallyPrecedes($1) }.flatMap { folder in
            FoundFile.links(in: folder, limit: Self.linkLimit).map { Trail(folder.appending($0), from: nil) }
        }
    }

    var all: [Trail] { named + led }

    /// Whether both lead through the same names.
    func hasSameSteps(as other: Trails) -> Bool {
        all.map(\.steps) == other.all.map(\.steps)
    }

    /// Of the same paths, at another time.
    func differ(from old: Trails) -> Bool {
        zip(named, old.named).contains { $0.differs(from: $1) }
    }

    /// Something that is named leads nowhere.
    var isIncomplete: Bool { !named.allSatisfy(\.isThere) }
}
