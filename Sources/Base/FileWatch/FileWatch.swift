import Dispatch
import Synchronization

/// Tells that files were changed: written and closed, or put in the place of others, by links on the way to them too. A file that is
/// being written doesn't count before it is closed; what a half of it says may be valid.
///
/// Watched are folders, with the names in them that matter. What else happens there costs a look at its name.
package final class FileWatch: Sendable {
    private let watcher: Watcher
    private let source: Mutex<any DispatchSourceRead>

    /// How often it looks for what is missing, for not all ways to come back are told of: a mount isn't.
    private static let lookInterval = Duration.seconds(1)

    /// - Parameter changed: Is called on a queue of the watch, never twice at once, with all that has changed so far behind it: who reads
    ///   the files then reads them as they are now or will be told again.
    package convenience init(debounce: Debounce = Debounce(), _ changed: @escaping @Sendable () -> Void)
        throws(FileWatchError)
    {
        try self.init(debounce: debounce, lookInterval: Self.lookInterval, changed)
    }

    init(debounce: Debounce, lookInterval: Duration, _ changed: @escaping @Sendable () -> Void)
        throws(FileWatchError)
    {
        let folders = try FolderWatches()
        let descriptor = folders.descriptor
        let watcher = Watcher(folders, debounce, lookInterval, changed)
        let source = DispatchSource.makeReadSource(fileDescriptor: descriptor, queue: watcher.queue)
        source.setEventHandler { watcher.takeIn() }
        // Not before: the descriptor is closed with them, and its number may be another's then.
        source.setCancelHandler { watcher.letGo() }
        source.activate()
        self.watcher = watcher
        self.source = Mutex(source)
    }

    deinit {
        close()
    }

    /// Watches these paths instead of those before, and nothing of what stays is missed. Of what is new, changes are told from here on:
    /// who has read it before looks once more.
    ///
    /// Where it throws, it watches all that can be watched.
    package func watch(_ paths: WatchedPaths) throws(FileWatchError) {
        try watcher.watch(paths)
    }

    /// Ends it: no call begins after this.
    package func close() {
        watcher.end()
        source.withLock { $0.cancel() }
    }
}

/// What happens on the queue of a watch.
private final class Watcher: Sendable {
    private struct State {
        /// `nil` when it has ended and nobody reads of them any more.
        var folders: FolderWatches?
        var gathered = Debounce.Gathered()
        /// Somebody will look whether it is time to tell.
        var tells = false
        /// Somebody will look for what is missing.
        var looks = false
        var hasEnded = false
    }

    let queue = DispatchQueue(label: "file watch")
    private let state: Mutex<State>
    private let debounce: Debounce
    private let lookInterval: Duration
    private let changed: @Sendable () -> Void

    init(
        _ folders: sending FolderWatches, _ debounce: Debounce, _ lookInterval: Duration,
        _ changed: @escaping @Sendable () -> Void
    ) {
        state = Mutex(State(folders: folders))
        self.debounce = debounce
        self.lookInterval = lookInterval
        self.changed = changed
    }

    func watch(_ paths: WatchedPaths) throws(FileWatchError) {
        // What was told of the paths before is of them.
        takeIn()
        defer { proceed() }
        try state.withLock { (state) throws(FileWatchError) in
            guard !state.hasEnded else { return }
            try state.folders?.set(paths)
        }
    }

    func end() {
        state.withLock { $0.hasEnded = true }
    }

    func letGo() {
        state.withLock { $0.folders = nil }
    }

    func takeIn(looking: Bool = false) {
        state.withLock { state in
            guard !state.hasEnded, state.folders?.take(looking: looking) == true else { return }
            state.gathered.add(at: .now)
        }
        proceed()
    }

    /// Sees to it that somebody comes when there is something to tell, or to look for.
    private func proceed() {
        let (due, looks) = state.withLock { state -> (ContinuousClock.Instant?, Bool) in
            guard !state.hasEnded else { return (nil, false) }
            let due = state.tells ? nil : state.gathered.due(debounce)
            state.tells = state.tells || due != nil
            let looks = !state.looks && state.folders?.isIncomplete == true
            state.looks = state.looks || looks
            return (due, looks)
        }
        if let due { after(due - .now) { $0.tell() } }
        if looks { after(lookInterval) { $0.look() } }
    }

    private func tell() {
        let isTime = state.withLock { state in
            state.tells = false
            guard !state.hasEnded, let due = state.gathered.due(debounce), due <= .now else { return false }
            state.gathered = Debounce.Gathered()
            return true
        }
        if isTime { changed() } else { proceed() }
    }

    private func look() {
        state.withLock { $0.looks = false }
        takeIn(looking: true)
    }

    /// Nobody is kept for it: where the watch has gone there is nothing to do.
    private func after(_ duration: Duration, _ work: @escaping @Sendable (Watcher) -> Void) {
        let (seconds, attoseconds) = max(duration, .zero).components
        let nanoseconds = Int(seconds) * 1_000_000_000 + Int(attoseconds / 1_000_000_000)
        queue.asyncAfter(deadline: .now() + .nanoseconds(nanoseconds)) { [weak self] in
            if let self { work(self) }
        }
    }
}
