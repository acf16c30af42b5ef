import Glibc
import Support
import Testing

@testable import FileWatch

@Suite("A folder of which each file counts")
struct WholeFolderTests {
    private let place: WatchedPlace

    init() throws {
        place = try WatchedPlace()
        try place.makeFolder("templates/below")
        try place.write("templates/consent.html")
        try place.watch(folders: ["templates"])
    }

    @Test("each file in it counts by the same rules, new ones too")
    func files() throws {
        let file = try place.begin("templates/new.html")
        #expect(!place.tells())
        close(file)
        #expect(place.tells())
        try place.write("saved")
        #expect(!place.tells())
        try place.rename("saved", "templates/consent.html")
        #expect(place.tells())
        try place.link("templates/login.html", to: "consent.html")
        #expect(place.tells())
    }

    @Test("hidden files don't, nor what lies in folders below or beside")
    func hidden() throws {
        try place.write("templates/.consent.html.swp")
        try place.rename("templates/.consent.html.swp", "templates/.other")
        try place.write("templates/below/file")
        try place.makeFolder("templates/new")
        try place.write("file")
        #expect(!place.tells())
    }

    @Test("a hidden link counts when it leads somewhere: Kubernetes turns all files at once")
    func kubernetes() throws {
        for number in 1...2 {
            try place.makeFolder("volume/..\(number)")
            try place.write("volume/..\(number)/consent.html")
        }
        try place.link("volume/..data", to: "..1")
        try place.link("volume/consent.html", to: "..data/consent.html")
        try place.watch(folders: ["volume"])
        try place.turn("volume/..data", to: "..2")
        #expect(place.tells())
        // That of an editor says who edits, and leads nowhere.
        try place.link("volume/.#consent.html", to: "somebody@somewhere.4711:1")
        #expect(!place.tells())
        try place.remove("volume/..data")
        try place.link("volume/..data", to: "..1")
        #expect(place.tells())
    }

    @Test("what links in it lead to is watched where it lies, and the folder may be one itself")
    func links() throws {
        try place.makeFolder("elsewhere")
        try place.write("elsewhere/shared.css")
        try place.link("looks", to: "templates")
        try place.watch(folders: ["looks"])
        try place.link("templates/style.css", to: "../elsewhere/shared.css")
        #expect(place.tells())
        try place.write("elsewhere/shared.css")
        #expect(place.tells())
        try place.write("elsewhere/other.css")
        #expect(!place.tells())
        try place.makeFolder("others")
        try place.turn("looks", to: "others")
        #expect(place.tells())
        try place.write("templates/consent.html")
        #expect(!place.tells())
        try place.write("others/consent.html")
        #expect(place.tells())
    }

    @Test("a file that is named is watched in it by its name, hidden or not")
    func named() throws {
        try place.watch("templates/.secret", folders: ["templates"])
        try place.write("templates/.secret")
        #expect(place.tells())
        try place.write("templates/.other")
        #expect(!place.tells())
        try place.write("templates/other")
        #expect(place.tells())
    }
}
