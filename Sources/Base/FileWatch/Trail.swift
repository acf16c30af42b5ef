/// The way to a path as the system goes it from the root: every name on it, with the folder in which that is looked up. Where a link
/// leads elsewhere, the steps of that way come in between.
struct Trail {
    struct Step: Equatable {
        /// Without links; empty is the root.
        let folder: PathBytes
        let name: PathBytes
        /// It is a folder that the way leads through. Else it is where the way turns or ends: a link, a file, or nothing.
        let isFolder: Bool
    }

    private(set) var steps: [Step] = []
    /// The folders that it leads through, and the one it leads to.
    private(set) var folders: [FoundFile.Identity] = []
    /// Where it leads to a folder: the path of that, without links.
    private(set) var folder: PathBytes?
    /// It leads to something. Else the last step is the name that is missing, or one link too many.
    private(set) var isThere = false

    /// As many as Linux follows.
    private static let linkLimit = 40

    /// - Parameter current: Where a relative path begins.
    init(_ path: PathBytes, from current: PathBytes?) {
        guard !path.isEmpty, !path.contains(0), path.isAbsolute || current != nil else { return }
        var place: PathBytes = []
        var rest = Array(path.names.reversed())
        if !path.isAbsolute { rest += (current ?? []).names.reversed() }
        var links = 0
        while let name = rest.popLast() {
            if name.elementsEqual([PathBytes.dot, PathBytes.dot]) {
                place = place.parent
                continue
            }
            let path = place.appending(name)
            let found = FoundFile(path)
            let isFolder = found?.kind == .folder
            steps.append(Step(folder: place, name: Array(name), isFolder: isFolder))
            switch found?.kind {
            case .folder:
                if let found { folders.append(found.identity) }
                place = path
            case .link:
                links += 1
                guard links <= Self.linkLimit, let target = FoundFile.target(of: path) else { return }
                if target.isAbsolute { place = [] }
                rest += target.names.reversed()
            case .other:
                isThere = rest.isEmpty
                return
            case nil:
                return
            }
        }
        isThere = true
        folder = place
    }

    /// Whether this is another way than it was before, and leads somewhere or did: what was changed on it need not have been told.
    func differs(from old: Trail) -> Bool {
        (isThere || old.isThere) && (steps != old.steps || folders != old.folders)
    }
}
