package import JSON
package import RouteManifest

/// Asks the running server of a manifest about clients that are known by a document.
package enum ClientDecisions: Sendable {
    case list
    /// `approved` or `denied`.
    case decide(_ id: String, _ verdict: String)

    package func ask(_ manifest: Manifest, file: ManifestFile) throws(RunningServer.Failure) -> JSONObject {
        switch self {
        case .list: try RunningServer.ask(ClientsAnswer.list, JSONObject(), manifest, file: file)
        case .decide(let id, let verdict):
            try RunningServer.ask(
                ClientsAnswer.decide,
                JSONObject(["client_id": .string(id), "verdict": .string(verdict)]), manifest, file: file)
        }
    }
}
