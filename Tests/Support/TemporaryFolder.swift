package import Foundation
import Glibc

/// A folder of one test, gone with the value.
package final class TemporaryFolder: Sendable {
    package let path: String

    /// Short, since the path of a socket in it has to fit into 107 bytes.
    package init() throws {
        var template = Array((FileManager.default.temporaryDirectory.path + "/test-XXXXXX").utf8CString)
        guard mkdtemp(&template) != nil else { throw TestFailure("no temporary folder: \(errno)") }
        path = String(decoding: template.prefix { $0 != 0 }.map(UInt8.init(bitPattern:)), as: UTF8.self)
    }

    deinit {
        remove()
    }

    package var url: URL { URL(fileURLWithPath: path) }

    /// Where a store may lie; nothing is there yet.
    package var data: String { path + "/data" }

    package func remove() {
        try? FileManager.default.removeItem(atPath: path)
    }

    package func write(_ text: String, to name: String) throws {
        try Data(text.utf8).write(to: URL(fileURLWithPath: path + "/" + name))
    }

    package static func mode(of path: String) throws -> Int {
        let attributes = try FileManager.default.attributesOfItem(atPath: path)
        guard let mode = attributes[.posixPermissions] as? Int else {
            throw TestFailure("\(path) has no mode")
        }
        return mode
    }

    package static func setMode(_ mode: Int, of path: String) throws {
        try FileManager.default.setAttributes([.posixPermissions: mode], ofItemAtPath: path)
    }

    /// Copies the files as they are at this moment, as a crash would leave them; the lock of the living is none on the copy. In the order
    /// of their names, so that what counts commits is never ahead of them.
    package static func copy(_ source: String, to target: String) throws {
        try FileManager.default.createDirectory(
            atPath: target, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
        for name in try FileManager.default.contentsOfDirectory(atPath: source).sorted() {
            try FileManager.default.copyItem(atPath: source + "/" + name, toPath: target + "/" + name)
        }
    }
}
