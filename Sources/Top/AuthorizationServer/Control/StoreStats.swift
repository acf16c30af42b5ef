import ControlSocket
package import JSON
package import RouteManifest

/// Asks the running server of a manifest about its store.
package enum StoreStats {
    package enum Failure: Error {
        case inMemory
        case notRunning(folder: String)
        case refused(String)
    }

    /// - Parameter counting: Whether records are counted where that means to go through all of them.
    package static func ask(
        _ manifest: Manifest, file: ManifestFile, counting: Bool
    ) throws(Failure) -> JSONObject {
        guard let folder = manifest.store.folder.map(file.resolve) else { throw .inMemory }
        let answer = ControlClient.ask(
            StoreStatsAnswer.name, JSONObject(["count": .bool(counting)]), in: folder,
            port: manifest.server.port)
        switch answer {
        case nil: throw .notRunning(folder: folder)
        case .failure(let refusal): throw .refused(refusal.reason)
        case .success(let result): return result
        }
    }
}

extension StoreStats.Failure: CustomStringConvertible {
    package var description: String {
        switch self {
        case .inMemory:
            "the manifest keeps the store in memory only\nhint: without a data folder there is no control socket to ask by"
        case .notRunning(let folder):
            "no server runs on \(folder)\nhint: start it, or name its folder with MCP_AUTH_DATA (store.data)"
        case .refused(let reason): "the server answered: \(reason)"
        }
    }
}
