import Foundation
import Glibc
import Support

@testable import FileWatch

/// A folder of a test, and what watches files of it. What is done to a file has been told when the system call that does it returns,
/// so nobody has to wait.
final class WatchedPlace {
    private let place: TemporaryFolder
    private var watches: FolderWatches

    init() throws {
        place = try TemporaryFolder()
        watches = try FolderWatches()
    }

    var path: String { place.path }

    /// Watches these paths of the folder instead of those before.
    func watch(_ files: String..., folders: [String] = []) throws {
        try watch(WatchedPaths(files: Set(files.map(full)), folders: Set(folders.map(full))))
    }

    func watch(_ paths: WatchedPaths) throws {
        try watches.set(paths)
    }

    /// Whether a change was told since the last time.
    func tells(looking looks: Bool = false) -> Bool { watches.take(looking: looks) }

    var isIncomplete: Bool { watches.isIncomplete }

    /// A line of the kernel for each folder that is watched.
    var watchedFolders: [String] {
        get throws { try Kernel.watches(of: watches.descriptor) }
    }

    func full(_ name: String) -> String { name.hasPrefix("/") ? name : path + "/" + name }
}

// What people and programs do to files.
extension WatchedPlace {
    /// Written and closed.
    func write(_ name: String, _ text: String = "text") throws {
        let file = try begin(name, text)
        close(file)
    }

    /// Written, and not closed yet.
    func begin(_ name: String, _ text: String = "half of the te") throws -> Int32 {
        let file = open(full(name), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o644)
        try check(file, "open \(name)")
        try check(Int32(Glibc.write(file, text, text.utf8.count)), "write \(name)")
        return file
    }

    func rename(_ old: String, _ new: String) throws {
        try check(Glibc.rename(full(old), full(new)), "rename \(old)")
    }

    /// - Parameter target: As it stands in the link.
    func link(_ name: String, to target: String) throws {
        try check(symlink(target, full(name)), "link \(name)")
    }

    /// As `ln -sfn` and Kubernetes do: the link was there all the time.
    func turn(_ name: String, to target: String) throws {
        try link(name + ".new", to: target)
        try rename(name + ".new", name)
    }

    /// With those above it.
    func makeFolder(_ name: String) throws {
        try FileManager.default.createDirectory(
            atPath: full(name), withIntermediateDirectories: true)
    }

    /// With all that is in it.
    func remove(_ name: String) throws {
        try FileManager.default.removeItem(atPath: full(name))
    }

    private func check(_ result: Int32, _ what: String) throws {
        if result < 0 { throw TestFailure("\(what): \(String(cString: strerror(errno)))") }
    }
}

/// What the kernel says of the files that this process has open.
enum Kernel {
    /// The watches that a descriptor of inotify has: `inotify wd:1 ino:9e7e sdev:800013 …`.
    static func watches(of descriptor: Int32) throws -> [String] {
        try String(contentsOfFile: "/proc/self/fdinfo/\(descriptor)", encoding: .utf8)
            .split(separator: "\n").map(String.init).filter { $0.hasPrefix("inotify ") }
    }

    /// How many descriptors watch a folder.
    static func watchers(of folder: String) throws -> Int {
        guard let inode = FoundFile(PathBytes(folder.utf8))?.identity.inode else { return 0 }
        let wanted = " ino:\(String(inode, radix: 16)) "
        return try FileManager.default.contentsOfDirectory(atPath: "/proc/self/fdinfo").compactMap {
            Int32($0)
        }.count { descriptor in
            ((try? watches(of: descriptor)) ?? []).contains { $0.contains(wanted) }
        }
    }

    /// How many descriptors something in a folder has been opened by, and the folder itself.
    static func descriptors(below folder: String) throws -> Int {
        try FileManager.default.contentsOfDirectory(atPath: "/proc/self/fd").count { name in
            (try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/fd/" + name))?
                .hasPrefix(folder) ?? false
        }
    }
}
