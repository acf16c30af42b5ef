import JOSE
package import JSON
import OAuthCore
package import RouteManifest

/// What an operator may ask of the keys of a running server.
package enum KeyCommands {
    static let list = "keys.list"
    static let rotate = "keys.rotate"
    static let retire = "keys.retire"

    /// What a key may be for; the first where nothing is said.
    package static let algorithms = KeyRing.algorithms.map(\.rawValue)

    package static func list(
        _ manifest: Manifest, file: ManifestFile
    ) throws(RunningServer.Failure) -> JSONObject {
        try RunningServer.ask(list, JSONObject(), manifest, file: file)
    }

    package static func rotate(
        _ algorithm: String, atOnce: Bool, _ manifest: Manifest, file: ManifestFile
    ) throws(RunningServer.Failure) -> JSONObject {
        let arguments = JSONObject(["algorithm": .string(algorithm), "at_once": .bool(atOnce)])
        return try RunningServer.ask(rotate, arguments, manifest, file: file)
    }

    package static func retire(
        _ id: String, _ manifest: Manifest, file: ManifestFile
    ) throws(RunningServer.Failure) -> JSONObject {
        try RunningServer.ask(retire, JSONObject(["kid": .string(id)]), manifest, file: file)
    }
}
