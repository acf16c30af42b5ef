import Glibc
import Support
import Synchronization
import Testing

@testable import FileWatch

@Suite("Who watches files")
struct FileWatchTests {
    private let place: WatchedPlace
    private let calls = Recorder<Void>()

    init() throws {
        place = try WatchedPlace()
        try place.write("routes.yaml")
    }

    private func watch(
        quiet: Duration = .milliseconds(25), limit: Duration = .milliseconds(250),
        looks: Duration = .seconds(1)
    ) throws -> FileWatch {
        let calls = calls
        return try FileWatch(debounce: Debounce(quiet: quiet, limit: limit), lookInterval: looks) {
            calls.add(())
        }
    }

    private func called(_ count: Int) async throws {
        try await eventually("\(count) calls") { calls.all.count >= count ? () : nil }
        #expect(calls.all.count == count)
    }

    private var routes: WatchedPaths { WatchedPaths(files: [place.full("routes.yaml")]) }

    @Test("is called when a file was changed, each time")
    func told() async throws {
        let watch = try watch()
        try watch.watch(routes)
        for count in 1...5 {
            try place.write("routes.yaml")
            try await called(count)
        }
        watch.close()
    }

    @Test("is called once for changes that come together, and not later for those that go on")
    func together() async throws {
        let watch = try watch(quiet: .seconds(3600), limit: .milliseconds(300))
        try watch.watch(routes)
        for _ in 0..<20 { try place.write("routes.yaml") }
        try await called(1)
        watch.close()
    }

    @Test("is told what happened before other paths were watched")
    func pending() async throws {
        let watch = try watch()
        try watch.watch(routes)
        try place.write("routes.yaml")
        try watch.watch(WatchedPaths())
        try await called(1)
        watch.close()
    }

    @Test("may watch other paths while it is called, and let go of the watch")
    func within() async throws {
        let holder = Holder()
        let (calls, routes) = (calls, routes)
        let other = WatchedPaths(files: [place.full("other.yaml")])
        let watch = try FileWatch {
            calls.add(())
            holder.watch.withLock { watch in
                if calls.all.count == 1 { try? watch?.watch(other) } else { watch = nil }
            }
        }
        try watch.watch(routes)
        holder.watch.withLock { $0 = watch }
        try place.write("routes.yaml")
        try await called(1)
        try await eventually("it watches another file") {
            try place.write("other.yaml")
            return calls.all.count == 2 ? () : nil
        }
    }

    @Test("finds what comes back by a way that nobody tells of")
    func untold() async throws {
        try place.makeFolder("empty")
        let turned = open(place.full("empty"), O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        defer { close(turned) }
        let watch = try watch(looks: .milliseconds(5))
        try watch.watch(WatchedPaths(files: ["/proc/self/fd/\(turned)/routes.yaml"]))
        let other = open(place.path, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        defer { close(other) }
        #expect(dup2(other, turned) == turned)
        try await called(1)
        watch.close()
    }

    @Test(
        "is not called any more once it is closed or let go, and its descriptor is closed",
        arguments: [true, false])
    func closed(letsGo: Bool) async throws {
        // The watch of a test that sees the same changes.
        let witness = try watch()
        try witness.watch(routes)
        let ended = Recorder<Void>()
        try {
            let watch = try FileWatch(debounce: Debounce(quiet: .zero)) { ended.add(()) }
            try watch.watch(routes)
            #expect(try Kernel.watchers(of: place.path) == 2)
            if !letsGo { watch.close() }
            try watch.watch(routes)
        }()
        try place.write("routes.yaml")
        try await called(1)
        #expect(ended.all.isEmpty)
        witness.close()
        try await eventually("the descriptors are closed") {
            try Kernel.watchers(of: place.path) == 0 ? () : nil
        }
    }

    @Test("says what the system does not allow, and what helps")
    func errors() {
        #expect(
            "\(FileWatchError(ENOSPC, folder: "/srv"))"
                == "no more folders can be watched by programs of this user\n"
                + "hint: raise the limit: sysctl fs.inotify.max_user_watches=65536")
        #expect(FileWatchError(EMFILE, folder: nil) == .tooManyWatchers)
        #expect(
            "\(FileWatchError(EACCES, folder: "/srv"))"
                == "can't watch /srv: permission denied\nhint: this user has to be able to list what is in that folder"
        )
        #expect(FileWatchError(ENOSYS, folder: nil) == .failed(reason: "function not implemented"))
    }
}

/// What a watch can reach that is given to it.
private final class Holder: Sendable {
    let watch = Mutex<FileWatch?>(nil)
}
