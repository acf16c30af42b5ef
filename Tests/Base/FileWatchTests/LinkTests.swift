import Foundation
import Glibc
import Support
import Testing

@testable import FileWatch

@Suite("Links on the way to a file")
struct LinkTests {
    private let place: WatchedPlace

    init() throws {
        place = try WatchedPlace()
    }

    @Test("what a link leads to is watched where it lies")
    func target() throws {
        try place.makeFolder("conf")
        try place.makeFolder("real")
        try place.write("real/file.yaml")
        try place.link("conf/routes.yaml", to: "../real/file.yaml")
        try place.watch("conf/routes.yaml")
        try place.write("real/file.yaml")
        #expect(place.tells())
        try place.write("real/routes.yaml")
        try place.write("conf/file.yaml")
        #expect(!place.tells())
    }

    @Test("a link that is made in its place counts at once, since it is never half written")
    func made() throws {
        try place.write("first.yaml")
        try place.write("second.yaml")
        try place.link("routes.yaml", to: "first.yaml")
        try place.watch("routes.yaml")
        try place.remove("routes.yaml")
        try place.link("routes.yaml", to: "second.yaml")
        #expect(place.tells())
        try place.write("first.yaml")
        #expect(!place.tells())
        try place.write("second.yaml")
        #expect(place.tells())
    }

    @Test("a file that takes the place of a link, and a link that takes that of a file")
    func exchanged() throws {
        try place.write("first.yaml")
        try place.link("routes.yaml", to: "first.yaml")
        try place.watch("routes.yaml")
        try place.write("new")
        try place.rename("new", "routes.yaml")
        #expect(place.tells())
        try place.write("first.yaml")
        #expect(!place.tells())
        try place.turn("routes.yaml", to: "first.yaml")
        #expect(place.tells())
        try place.write("first.yaml")
        #expect(place.tells())
    }

    @Test("Kubernetes turns ..data to a new folder: one change, when it turns, time after time")
    func kubernetes() throws {
        try place.makeFolder("..2026_1")
        try place.write("..2026_1/routes.yaml", "1")
        try place.link("..data", to: "..2026_1")
        try place.link("routes.yaml", to: "..data/routes.yaml")
        try place.watch("routes.yaml")
        let folders = try place.watchedFolders.count
        for number in 2...20 {
            try place.makeFolder("..2026_\(number)")
            try place.write("..2026_\(number)/routes.yaml", "\(number)")
            #expect(!place.tells())
            try place.link("..data_tmp", to: "..2026_\(number)")
            #expect(!place.tells())
            try place.rename("..data_tmp", "..data")
            #expect(place.tells())
            try place.remove("..2026_\(number - 1)")
            #expect(!place.tells(), "the old folder is nobody's any more")
            #expect(try place.watchedFolders.count == folders)
        }
    }

    @Test("a whole folder that is exchanged by a link, as releases are", arguments: [true, false])
    func releases(atOnce: Bool) throws {
        for number in 1...3 {
            try place.makeFolder("releases/\(number)/conf")
            try place.write("releases/\(number)/conf/routes.yaml")
        }
        try place.link("current", to: "releases/1")
        try place.watch("current/conf/routes.yaml")
        for number in 2...3 {
            if atOnce {
                try place.turn("current", to: "releases/\(number)")
            } else {
                try place.remove("current")
                try place.link("current", to: place.full("releases/\(number)"))
            }
            #expect(place.tells())
            try place.write("releases/\(number - 1)/conf/routes.yaml")
            #expect(!place.tells())
            try place.write("releases/\(number)/conf/routes.yaml")
            #expect(place.tells())
        }
    }

    @Test("each link of a chain counts, wherever it lies and however it is written")
    func chain() throws {
        for name in ["a", "b", "c", "d/below"] { try place.makeFolder(name) }
        try place.write("d/file.yaml")
        try place.write("d/other.yaml")
        try place.link("c/three", to: "../d/below/../file.yaml")
        try place.link("b/two", to: place.full("c/three"))
        try place.link("a/one", to: "./../b/two")
        try place.watch("a/one")
        try place.write("d/file.yaml")
        #expect(place.tells())
        try place.turn("c/three", to: "../d/other.yaml")
        #expect(place.tells())
        try place.write("d/file.yaml")
        #expect(!place.tells())
        try place.write("d/other.yaml")
        #expect(place.tells())
        try place.turn("b/two", to: "../d/file.yaml")
        #expect(place.tells())
        try place.turn("c/three", to: "../d/file.yaml")
        #expect(!place.tells(), "no way leads there any more")
        try place.turn("a/one", to: "../d/other.yaml")
        #expect(place.tells())
    }

    @Test("links in a circle lead nowhere, until one of them is turned")
    func circle() throws {
        try place.link("a", to: "b")
        try place.link("b", to: "a")
        try place.link("self", to: "self/self")
        try place.watch("a", "self")
        #expect(!place.tells())
        #expect(place.isIncomplete)
        try place.write("file")
        try place.turn("b", to: "file")
        #expect(place.tells())
        try place.write("file")
        #expect(place.tells())
    }

    @Test("so do long chains: as far as the system follows them")
    func long() throws {
        try place.write("file-0")
        for number in 1...41 { try place.link("file-\(number)", to: "file-\(number - 1)") }
        try place.watch("file-40")
        try place.write("file-0")
        #expect(place.tells())
        #expect(!place.isIncomplete)
        try place.watch("file-41")
        try place.write("file-0")
        #expect(!place.tells())
        #expect(place.isIncomplete)
    }

    @Test("a link that leads nowhere counts when something comes where it leads")
    func dangling() throws {
        try place.link("routes.yaml", to: "elsewhere/file.yaml")
        try place.watch("routes.yaml")
        try place.makeFolder("elsewhere")
        #expect(!place.tells(), "an empty folder is no file")
        try place.write("elsewhere/file.yaml")
        #expect(place.tells())
    }

    @Test("the system is asked for what is written only where a file may lie, and not in the folders above")
    func contents() throws {
        for folder in ["way/to", "other"] { try place.makeFolder(folder) }
        try place.link("way/link", to: "../other/missing.yaml")
        try place.watch("way/to/routes.yaml")
        #expect(try foldersOfContents() == ["way/to"])
        try place.watch("way/to/routes.yaml", "way/link", folders: ["templates"])
        #expect(try foldersOfContents() == ["", "other", "way", "way/to"])
        try place.makeFolder("templates")
        #expect(place.tells())
        #expect(try foldersOfContents() == ["", "other", "templates", "way", "way/to"])
    }

    /// Those of the test's folders that are watched for it.
    private func foldersOfContents() throws -> [String] {
        let asked = try place.watchedFolders.filter { line in
            let mask = line.components(separatedBy: " mask:").dropFirst().first?.prefix { $0 != " " }
            return mask.flatMap { Int32($0, radix: 16) }.map { $0 & IN_CLOSE_WRITE != 0 } ?? false
        }
        let names = ["", "other", "templates", "way", "way/to"].filter { name in
            guard let found = FoundFile(PathBytes(place.full(name).utf8)) else { return false }
            return asked.contains { $0.contains(" ino:\(String(found.identity.inode, radix: 16)) ") }
        }
        #expect(names.count == asked.count)
        return names
    }
}
