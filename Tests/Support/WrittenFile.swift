import Foundation

/// A file of the repository that is made from the sources. `UPDATE_GOLDEN=1` writes it anew.
package struct WrittenFile {
    private let url: URL

    package init(_ path: String) {
        url = Installation.package.appendingPathComponent(path)
    }

    package var text: String { (try? String(contentsOf: url, encoding: .utf8)) ?? "" }

    package func accepts(_ made: String) -> Bool {
        if made == text { return true }
        guard ProcessInfo.processInfo.environment["UPDATE_GOLDEN"] == "1" else { return false }
        return (try? Data(made.utf8).write(to: url)) != nil
    }
}
