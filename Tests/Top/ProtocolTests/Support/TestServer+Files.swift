import AuthorizationServer
import Foundation

/// The files that a server was started with.
extension TestServer {
    func manifestText() throws -> String {
        try String(contentsOfFile: manifest.file.path, encoding: .utf8)
    }

    func write(_ manifest: String) throws {
        try manifest.write(toFile: self.manifest.file.path, atomically: true, encoding: .utf8)
    }

    func edit(_ edits: ManifestEdit...) throws {
        try write(try edits.reduce(manifestText()) { try $1.edit($0) })
    }

    /// - Parameter name: As the manifest names it.
    func contents(of name: String) throws -> String {
        try String(contentsOfFile: manifest.file.resolve(name), encoding: .utf8)
    }

    func write(_ text: String, to name: String) throws {
        try text.write(toFile: manifest.file.resolve(name), atomically: true, encoding: .utf8)
    }
}
