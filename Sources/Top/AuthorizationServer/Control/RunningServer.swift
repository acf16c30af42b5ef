import ControlSocket
package import JSON
package import RouteManifest

/// Asks the running server of a manifest, through the socket in its data folder.
package enum RunningServer {
    package enum Failure: Error {
        case inMemory
        case notRunning(folder: String)
        case refused(String)
    }

    package static func ask(
        _ command: String, _ arguments: JSONObject, _ manifest: Manifest, file: ManifestFile
    ) throws(Failure) -> JSONObject {
        try ask(
            command, arguments,
            at: ServerPlace(folder: manifest.store.folder, port: manifest.server.port), file: file)
    }

    static func ask(
        _ command: String, _ arguments: JSONObject, at place: ServerPlace, file: ManifestFile
    ) throws(Failure) -> JSONObject {
        guard let folder = place.folder.map(file.resolve) else { throw .inMemory }
        switch ControlClient.ask(command, arguments, in: folder, port: place.port) {
        case nil: throw .notRunning(folder: folder)
        case .failure(let refusal): throw .refused(refusal.reason)
        case .success(let result): return result
        }
    }
}

/// Where a running server is found.
struct ServerPlace {
    /// As the manifest has it; nil: nowhere.
    let folder: String?
    let port: Int
}

extension RunningServer.Failure: CustomStringConvertible {
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
