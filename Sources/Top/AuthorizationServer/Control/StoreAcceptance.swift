package import EmbeddedStore
package import RouteManifest

/// Takes the embedded store of a manifest as it is, though it lacks what was acknowledged.
package enum StoreAcceptance {
    package enum Failure: Error {
        case notEmbedded
        case noStore(folder: String)
        case opening(StoreOpeningError)
    }

    /// - Returns: What was done, for people.
    package static func run(_ manifest: Manifest, file: ManifestFile) throws(Failure) -> String {
        guard case .embedded(let declared) = manifest.store else { throw .notEmbedded }
        let folder = file.resolve(declared)
        guard EmbeddedArchive.exists(in: folder) else { throw .noStore(folder: folder) }
        let missing: Int64?
        do { missing = try EmbeddedStore.accept(folder: folder) } catch { throw .opening(error) }
        return switch missing {
        case 0: "the store in \(folder) lacks nothing that was acknowledged"
        case 1: "accepted the store in \(folder) without its last commit"
        case let missing?: "accepted the store in \(folder) without its last \(missing) commits"
        case nil: "accepted the store in \(folder) as it is"
        }
    }
}

extension StoreAcceptance.Failure: CustomStringConvertible {
    package var description: String {
        switch self {
        case .notEmbedded:
            "the manifest keeps no store in a folder\nhint: leave REDIS_URL out (store.redis_url), and 'memory'"
        case .noStore(let folder):
            "there is no embedded store in \(folder)\nhint: name its folder with MCP_AUTH_DATA (store.data)"
        case .opening(let error): "\(error)\nhint: \(error.hint)"
        }
    }
}
