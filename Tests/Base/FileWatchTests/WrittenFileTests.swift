import Foundation
import Glibc
import Support
import Testing

@testable import FileWatch

@Suite("What counts as a change of a file")
struct WrittenFileTests {
    private let place: WatchedPlace

    init() throws {
        place = try WatchedPlace()
        try place.write("routes.yaml")
        try place.watch("routes.yaml")
    }

    @Test("nothing has happened before something happens, and a change is told once")
    func once() throws {
        #expect(!place.tells())
        try place.write("routes.yaml")
        #expect(place.tells())
        #expect(!place.tells())
    }

    @Test("a file that is written counts when it is closed and not before")
    func half() throws {
        let file = try place.begin("routes.yaml")
        #expect(!place.tells())
        close(file)
        #expect(place.tells())
    }

    @Test("so does one that was not there, and one that was only looked at does not at all")
    func new() throws {
        try place.watch("new.yaml")
        let file = try place.begin("new.yaml")
        #expect(!place.tells())
        #expect(!place.tells(looking: true), "what is half written is there, and does not count")
        close(file)
        #expect(place.tells())
        close(open(place.full("new.yaml"), O_RDONLY))
        #expect(chmod(place.full("new.yaml"), 0o600) == 0)
        #expect(!place.tells())
    }

    @Test("a file saved beside it counts when it takes its name")
    func renamed() throws {
        try place.write(".routes.yaml.tmp")
        #expect(!place.tells())
        try place.rename(".routes.yaml.tmp", "routes.yaml")
        #expect(place.tells())
    }

    @Test("vim puts the old file aside and writes a new one: that is one change, at its end")
    func vim() throws {
        try place.write("4913")
        try place.remove("4913")
        try place.write(".routes.yaml.swp")
        try place.rename("routes.yaml", "routes.yaml~")
        let file = try place.begin("routes.yaml", "text")
        #expect(!place.tells())
        close(file)
        #expect(place.tells())
        try place.remove("routes.yaml~")
        #expect(!place.tells())
    }

    @Test("who still writes to a file that was replaced changes nothing")
    func replacedMeanwhile() throws {
        let old = try place.begin("routes.yaml")
        try place.write("new")
        try place.rename("new", "routes.yaml")
        #expect(place.tells())
        close(old)
        #expect(!place.tells())
    }

    @Test("one that is taken away does not count, and one that comes back does")
    func gone() throws {
        try place.remove("routes.yaml")
        #expect(!place.tells())
        try place.write("routes.yaml")
        #expect(place.tells())
    }

    @Test("what else happens in the folder is nothing")
    func noise() throws {
        for number in 0..<500 {
            try place.write("other-\(number)")
            try place.rename("other-\(number)", "other")
            try place.link("link-\(number)", to: "routes.yaml")
            try place.makeFolder("folder-\(number)")
        }
        try place.write("routes.yaml.bak")
        try place.write("routes.yam")
        #expect(!place.tells())
        try place.write("routes.yaml")
        #expect(place.tells())
    }

    @Test("names are bytes: another spelling of the same letters is another file")
    func spelling() throws {
        let (composed, decomposed) = ("caf\u{e9}.yaml", "cafe\u{301}.yaml")
        try place.watch(composed)
        try place.write(decomposed)
        #expect(!place.tells())
        try place.write(composed)
        #expect(place.tells())
        // Nor are they always letters.
        let file = open(
            Array(place.path.utf8CString.dropLast()) + [0x2f, -1, -2, 0], O_WRONLY | O_CREAT, 0o600)
        #expect(file >= 0)
        close(file)
        #expect(!place.tells())
    }

    @Test("a relative path begins at the current folder, and dots lead where they lead")
    func relative() throws {
        let up = String(
            repeating: "../", count: FileManager.default.currentDirectoryPath.split(separator: "/").count)
        try place.makeFolder("a/b")
        try place.watch(
            WatchedPaths(files: [
                up + place.path.dropFirst() + "/relative.yaml", place.path + "/a/./b//../dotted.yaml",
            ]))
        try place.write("relative.yaml")
        #expect(place.tells())
        try place.write("a/dotted.yaml")
        #expect(place.tells())
        try place.write("a/b/dotted.yaml")
        #expect(!place.tells())
    }

    @Test("paths that lead nowhere are no trouble")
    func nowhere() throws {
        try place.watch(
            WatchedPaths(
                files: [
                    "", "/", "..", "//", "a\0b", "routes.yaml/below", place.path + "/routes.yaml/below",
                    "/proc/self/fd/999999", "/dev/null", String(repeating: "a", count: 300),
                    String(repeating: "a/", count: 5000),
                ], folders: ["", "/dev/null", "/nowhere/at/all"]))
        #expect(!place.tells())
        #expect(!place.tells(looking: true))
        #expect(place.isIncomplete)
    }

    @Test("of paths that stay nothing is missed while others come and go")
    func replacedSet() throws {
        try place.write("routes.yaml")
        try place.watch("routes.yaml", "other.yaml")
        #expect(place.tells())
        try place.write("other.yaml")
        #expect(place.tells())
        try place.watch("routes.yaml")
        try place.write("other.yaml")
        #expect(!place.tells())
        try place.write("routes.yaml")
        #expect(place.tells())
        try place.watch()
        try place.write("routes.yaml")
        #expect(!place.tells())
        #expect(try place.watchedFolders == [])
    }

    @Test("events that the system has dropped count as a change")
    func overflow() throws {
        let limit = try String(contentsOfFile: "/proc/sys/fs/inotify/max_queued_events", encoding: .utf8)
        let count = try #require(Int(limit.trimmingCharacters(in: .whitespacesAndNewlines)))
        // Two that are alike would be one.
        let (first, second) = (place.full("a"), place.full("b"))
        try place.write("a")
        for _ in 0...count / 2 {
            rename(first, second)
            rename(second, first)
        }
        #expect(place.tells())
        #expect(!place.tells())
        try place.write("routes.yaml")
        #expect(place.tells())
    }

    @Test("10,000 sets of paths leave no descriptor open and no folder watched")
    func flat() throws {
        try place.makeFolder("a")
        try place.makeFolder("b/templates")
        try place.link("b/templates/page", to: "../../a/page")
        let before = try (Kernel.descriptors(below: place.path), place.watchedFolders.count)
        for _ in 0..<5000 {
            try place.watch("routes.yaml", "a/file", "b/file", folders: ["b/templates"])
            try place.watch("routes.yaml", "a/other")
        }
        try place.watch("routes.yaml")
        #expect(try Kernel.descriptors(below: place.path) == before.0)
        #expect(try place.watchedFolders.count == before.1)
        #expect(!place.tells())
        try place.write("routes.yaml")
        #expect(place.tells())
    }
}
