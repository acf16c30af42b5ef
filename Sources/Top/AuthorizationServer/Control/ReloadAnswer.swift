import ControlSocket
package import JSON
import RouteManifest

/// `reload` of the control socket: the files of the server are read again.
struct ReloadAnswer: Sendable {
    static let name = "reload"

    let reloader: Reloader?

    func callAsFunction() async -> Result<JSONObject, ControlRefusal> {
        guard let reloader else {
            return .failure(ControlRefusal("this server is about to start; ask again"))
        }
        let report = await reloader.reload(.command)
        var answer = report.listing
        answer["text"] = .string(report.text)
        return .success(answer)
    }
}

/// Has the running server of a manifest read its files again.
package enum ServerReload {
    /// - Parameter manifest: It needn't be in order: what it says of its data folder and port is enough, else what the environment does.
    package static func ask(
        _ reading: ManifestReading
    ) throws(RunningServer.Failure) -> JSONObject {
        try RunningServer.ask(ReloadAnswer.name, JSONObject(), at: reading.place, file: reading.file)
    }
}

extension ManifestReading {
    /// Where the server is found; of a file that nothing is known of, where the variables say.
    fileprivate var place: ServerPlace {
        guard let standing = result.standing else {
            let environment = file.environment
            return ServerPlace(
                folder: environment["MCP_AUTH_DATA"] ?? ".mcp-auth",
                port: environment["AUTH_SERVER_PORT"].flatMap { Int($0) } ?? 3001)
        }
        return ServerPlace(folder: standing.store.folder, port: standing.port)
    }
}
