import Glibc
package import Storage

extension EmbeddedStore: OpenedStore {
    package var name: String { folder == nil ? "memory" : "embedded" }

    package var place: String {
        guard let folder else { return "memory" }
        guard let resolved = realpath(folder, nil) else { return folder }
        defer { free(resolved) }
        return String(cString: resolved)
    }

    package var counter: (any RequestCounter)? { nil }
}
