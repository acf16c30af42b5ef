import Glibc

/// Watches the folders on the way to some paths, and knows which names in them matter.
struct FolderWatches {
    /// What matters in a folder.
    private struct Interest {
        let folder: PathBytes
        var names: Set<PathBytes> = []
        /// All that is in it.
        var isWhole = false
        /// What is watched for may happen here, and not only to the folder itself.
        var isNeeded = false

        /// One folder under two paths, as mounts make them.
        func joined(with other: Interest) -> Interest {
            var joined = self
            joined.names.formUnion(other.names)
            joined.isWhole = isWhole || other.isWhole
            joined.isNeeded = isNeeded || other.isNeeded
            return joined
        }
    }

    /// What an event comes to.
    private enum Meaning {
        case nothing
        /// A folder on the way was made: perhaps there is something in it.
        case made
        case changed
    }

    private let events: FolderEvents
    private var paths = WatchedPaths()
    private var trails = Trails(WatchedPaths())
    /// By the number under which the folder is told of.
    private var interests: [Int32: Interest] = [:]
    /// Somebody turned links faster than they can be followed.
    private var isUnsettled = false

    /// Ways are looked for so often, until they are the same twice.
    private static let rounds = 5
    /// A call takes in so many pieces of what was told: as many events as the system keeps.
    private static let pieces = 64

    init() throws(FileWatchError) {
        events = try FolderEvents()
    }

    var descriptor: Int32 { events.descriptor }

    /// Not everything that is to be watched can be told of: what is missing may come by a way that tells nobody, such as a mount.
    var isIncomplete: Bool { trails.isIncomplete || isUnsettled }

    /// Watches these paths instead of those before. Of what is watched before and after nothing is missed; of the rest, what changes
    /// after this.
    ///
    /// Where it throws, it watches all that can be watched.
    mutating func set(_ paths: WatchedPaths) throws(FileWatchError) {
        self.paths = paths
        try follow()
    }

    /// Takes in what was told since the last time.
    ///
    /// - Parameter looks: Looks for what nobody tells, too.
    /// - Returns: Whether any of it may have changed what is watched.
    mutating func take(looking looks: Bool = false) -> Bool {
        var (hasChanged, hasMade) = (false, looks)
        for _ in 0..<Self.pieces {
            guard let piece = events.next() else { break }
            for event in piece {
                switch meaning(of: event) {
                case .nothing: break
                case .made: hasMade = true
                case .changed: hasChanged = true
                }
            }
        }
        guard hasChanged || hasMade else { return false }
        let old = trails
        do {
            try follow()
        } catch {
            // Who is called will want to watch again, and is told then.
            return true
        }
        return hasChanged || trails.differ(from: old)
    }

    private func meaning(of event: FolderEvents.Event) -> Meaning {
        if event.isAny(of: IN_Q_OVERFLOW) { return .changed }
        // One that was let go has still told something.
        guard let interest = interests[event.watch] else { return .nothing }
        if event.isAny(of: IN_MOVE_SELF | IN_DELETE_SELF | IN_UNMOUNT | IN_IGNORED) { return .changed }
        let isNamed = interest.names.contains(event.name)
        guard isNamed || interest.isWhole else { return .nothing }
        let path = interest.folder.appending(event.name)
        if event.isAny(of: IN_CREATE) {
            if isNamed, event.isAny(of: IN_ISDIR) { return .made }
            // A file that was made is not written yet.
            guard FoundFile(path)?.kind == .link else { return .nothing }
        }
        return isNamed || counts(event.name, at: path) ? .changed : .nothing
    }

    /// Whether this is one of all that are in a folder. What is hidden is a link at most: `..data` in Kubernetes leads to everything, those
    /// of an editor that say who edits lead nowhere.
    private func counts(_ name: PathBytes, at path: PathBytes) -> Bool {
        !name.isHidden || FoundFile(path)?.kind == .link && FoundFile.leadsSomewhere(path)
    }

    /// Finds the ways anew, and watches the folders on them.
    private mutating func follow() throws(FileWatchError) {
        isUnsettled = true
        for _ in 0..<Self.rounds where isUnsettled {
            let found = Trails(paths)
            let failure = watch(found)
            // What was changed before its folder was watched has told nobody.
            trails = Trails(paths)
            isUnsettled = !trails.hasSameSteps(as: found)
            if let failure, !isUnsettled { throw failure }
        }
    }

    /// - Returns: Why one of the folders that have to be watched can't be.
    private mutating func watch(_ trails: Trails) -> FileWatchError? {
        var new: [Int32: Interest] = [:]
        var failure: FileWatchError?
        for interest in Self.interests(of: trails) {
            switch events.add(interest.folder, contents: interest.isNeeded) {
            case .success(let watch): new[watch] = new[watch]?.joined(with: interest) ?? interest
            case .failure(let reason):
                // Folders through which a way leads may be ones that others may pass and not look into: that they are exchanged is rare.
                if reason.isGone || reason.isForbidden && !interest.isNeeded { continue }
                failure = failure ?? FileWatchError(reason.number, folder: interest.folder.shown)
            }
        }
        for watch in interests.keys where new[watch] == nil { events.remove(watch) }
        interests = new
        return failure
    }

    /// Those of a way in its order: when a folder is exchanged before it is watched, the one in which it lies is watched already.
    private static func interests(of trails: Trails) -> [Interest] {
        var interests: [Interest] = []
        var places: [PathBytes: Int] = [:]
        func add(_ folder: PathBytes, _ change: (inout Interest) -> Void) {
            let place = places[folder] ?? interests.count
            if place == interests.count { interests.append(Interest(folder: folder)) }
            places[folder] = place
            change(&interests[place])
        }
        for step in trails.all.flatMap(\.steps) {
            add(step.folder) {
                $0.names.insert(step.name)
                if !step.isFolder { $0.isNeeded = true }
            }
        }
        for folder in trails.whole {
            add(folder) {
                $0.isWhole = true
                $0.isNeeded = true
            }
        }
        return interests
    }
}
