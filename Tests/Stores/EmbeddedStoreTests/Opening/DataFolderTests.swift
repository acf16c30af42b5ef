import Foundation
import Support
import Testing

@testable import EmbeddedStore

@Suite("data folder")
struct DataFolderTests {
    private let folder: TemporaryFolder

    init() throws {
        folder = try TemporaryFolder()
    }

    @Test("is made, with the folders above it, for this user alone; so are the files in it")
    func rights() throws {
        let path = folder.path + "/one/two"
        let rows = try SQLiteRows(in: DataFolder(path: path))
        try rows.commit([.put(RowID(record: 1), [1])])
        #expect(try TemporaryFolder.mode(of: path) == 0o700)
        let files = try FileManager.default.contentsOfDirectory(atPath: path)
        #expect(Set(files) == ["lock", "store.commits", "store.sqlite", "store.sqlite-wal"])
        for file in files { #expect(try TemporaryFolder.mode(of: path + "/" + file) == 0o600, "\(file)") }
    }

    @Test(
        "may be named with slashes at its end or doubled",
        arguments: ["/one/two/", "/one//two", "/one/two//"])
    func slashes(_ name: String) throws {
        _ = try DataFolder(path: folder.path + name)
        #expect(FileManager.default.fileExists(atPath: folder.path + "/one/two/store.sqlite"))
    }

    @Test("is closed to others when it is empty or ours")
    func tightened() throws {
        try FileManager.default.createDirectory(atPath: folder.data, withIntermediateDirectories: true)
        try TemporaryFolder.setMode(0o755, of: folder.data)
        _ = try DataFolder(path: folder.data)
        #expect(try TemporaryFolder.mode(of: folder.data) == 0o700)
        try TemporaryFolder.setMode(0o750, of: folder.data)
        try TemporaryFolder.setMode(0o644, of: folder.data + "/store.sqlite")
        _ = try DataFolder(path: folder.data)
        #expect(try TemporaryFolder.mode(of: folder.data) == 0o700)
        #expect(try TemporaryFolder.mode(of: folder.data + "/store.sqlite") == 0o600)
    }

    @Test("is refused, and left as it is, when it is open to others and holds other things")
    func exposed() throws {
        try folder.write("hello", to: "letter.txt")
        try TemporaryFolder.setMode(0o755, of: folder.path)
        #expect(throws: StoreOpeningError.exposed(path: folder.path)) { try DataFolder(path: folder.path) }
        #expect(try TemporaryFolder.mode(of: folder.path) == 0o755)
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path) == ["letter.txt"])
    }

    @Test("is refused when another holds it, and the error names the process")
    func locked() throws {
        let holder = try DataFolder(path: folder.data)
        let expected = StoreOpeningError.locked(path: folder.data, processID: getpid())
        #expect(throws: expected) { try DataFolder(path: folder.data) }
        #expect(expected.description == "another mcp-auth (process id \(getpid())) uses \(folder.data)")
        withExtendedLifetime(holder) {}
    }

    @Test("is free again when its holder is gone")
    func released() throws {
        do {
            let holder = try DataFolder(path: folder.data)
            withExtendedLifetime(holder) {}
        }
        #expect(throws: Never.self) { try DataFolder(path: folder.data) }
    }

    @Test("is refused when it is a file, or lies under one")
    func notAFolder() throws {
        try folder.write("", to: "file")
        #expect(throws: StoreOpeningError.notWritable(path: folder.path + "/file", cause: "Not a directory"))
        {
            try DataFolder(path: folder.path + "/file")
        }
        #expect(
            throws: StoreOpeningError.notWritable(path: folder.path + "/file/x", cause: "Not a directory")
        ) {
            try DataFolder(path: folder.path + "/file/x")
        }
    }

    @Test(
        "what is to be done about a folder that can't be had follows from why",
        arguments: [
            (ENOTDIR, "there is a file"), (ENOENT, "no folder can be made there"), (ENOSPC, "make room"),
            (EROFS, "on another disk"), (EACCES, "make it writable"),
        ])
    func remedies(_ number: Int32, _ words: String) {
        let error = StoreOpeningError.notWritable(
            path: "data", cause: String(cString: strerror(number)))
        #expect(error.hint.contains(words) && error.hint.contains("MCP_AUTH_DATA"))
    }

    @Test("is refused where the system says no")
    func notWritable() {
        #expect {
            try DataFolder(path: "/proc/mcp-auth")
        } throws: { error in
            guard case StoreOpeningError.notWritable(path: "/proc/mcp-auth", _) = error else { return false }
            return true
        }
    }
}
