import Foundation
import Glibc
import Support
import Testing

@testable import FileWatch

@Suite("A watched folder that goes and comes back")
struct LostFolderTests {
    private let place: WatchedPlace

    init() throws {
        place = try WatchedPlace()
        try place.makeFolder("srv/app/conf")
        try place.write("srv/app/conf/routes.yaml")
        try place.watch("srv/app/conf/routes.yaml")
    }

    private func expectWatched(_ file: String = "srv/app/conf/routes.yaml") throws {
        #expect(!place.tells())
        try place.write(file)
        #expect(place.tells())
    }

    @Test("its end counts, and it is found again", arguments: ["srv/app/conf", "srv/app", "srv"])
    func deleted(folder: String) throws {
        try place.remove(folder)
        #expect(place.tells())
        #expect(place.isIncomplete)
        // One by one, so that each is seen alone.
        for name in ["srv", "srv/app", "srv/app/conf"] {
            try place.makeFolder(name)
            #expect(!place.tells(), "there is no file in it")
        }
        let file = try place.begin("srv/app/conf/routes.yaml")
        #expect(!place.tells())
        close(file)
        #expect(place.tells())
        try expectWatched()
        #expect(!place.isIncomplete)
    }

    @Test("a folder that was made with its file before anybody looked counts")
    func madeAtOnce() throws {
        try place.remove("srv")
        #expect(place.tells())
        try place.makeFolder("srv/app/conf")
        try place.write("srv/app/conf/routes.yaml")
        #expect(place.tells())
        try expectWatched()
    }

    @Test("moved away, and back or another in its place", arguments: ["srv/app/conf", "srv/app", "srv"])
    func moved(folder: String) throws {
        try place.rename(folder, "old")
        #expect(place.tells())
        let inOld = "old" + "srv/app/conf/routes.yaml".dropFirst(folder.count)
        try place.write(inOld)
        #expect(!place.tells(), "it is another file now")
        try place.rename("old", folder)
        #expect(place.tells())
        try expectWatched()
        try place.makeFolder("new" + "srv/app/conf".dropFirst(folder.count))
        try place.write("new" + "srv/app/conf/routes.yaml".dropFirst(folder.count))
        try place.rename(folder, "old")
        try place.rename("new", folder)
        #expect(place.tells())
        try expectWatched()
    }

    @Test("one that somebody still has open is gone all the same when there is another")
    func heldOpen() throws {
        let held = open(place.full("srv/app/conf"), O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        defer { close(held) }
        try place.remove("srv/app/conf")
        _ = place.tells()
        try place.makeFolder("srv/app/conf")
        try place.write("srv/app/conf/routes.yaml")
        #expect(place.tells())
        try expectWatched()
    }

    @Test("a folder of which everything counts, too")
    func whole() throws {
        try place.watch(folders: ["srv/app/templates"])
        #expect(place.isIncomplete)
        try place.makeFolder("srv/app/templates")
        #expect(place.tells())
        try place.write("srv/app/templates/page.html")
        #expect(place.tells())
        try place.remove("srv/app/templates")
        #expect(place.tells())
        try place.makeFolder("new")
        try place.write("new/page.html")
        #expect(!place.tells())
        try place.rename("new", "srv/app/templates")
        #expect(place.tells())
        try expectWatched("srv/app/templates/page.html")
    }

    @Test("nothing that goes and comes back leaves a watch behind")
    func flat() throws {
        let before = try place.watchedFolders.count
        for _ in 0..<200 {
            try place.remove("srv/app")
            #expect(place.tells())
            try place.makeFolder("srv/app/conf")
            try place.write("srv/app/conf/routes.yaml")
            #expect(place.tells())
        }
        #expect(try place.watchedFolders.count == before)
        #expect(try Kernel.descriptors(below: place.path) == 0)
    }

    @Test("what comes by a way that nobody tells of is found by looking")
    func untold() throws {
        try place.makeFolder("empty")
        // A link of the system that is turned without a word, as a mount is made.
        let turned = open(place.full("empty"), O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        defer { close(turned) }
        try place.watch(WatchedPaths(files: ["/proc/self/fd/\(turned)/routes.yaml"]))
        #expect(!place.tells(looking: true))
        let other = open(place.full("srv/app/conf"), O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        defer { close(other) }
        #expect(dup2(other, turned) == turned)
        #expect(!place.tells())
        #expect(place.isIncomplete)
        #expect(place.tells(looking: true))
        #expect(!place.isIncomplete)
        #expect(!place.tells(looking: true))
        try expectWatched()
    }
}
