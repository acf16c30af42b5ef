import Cryptography
import EmbeddedStore
import Logging
import OAuthModel
import RouteManifest

/// The store that the manifest chooses, and the secret that its records are sealed under. The only place that picks one.
struct OpenStore: Sendable {
    let store: EmbeddedStore
    let secret: [UInt8]
    /// How the log calls it.
    let name: String

    init(
        _ manifest: Manifest, file: ManifestFile, clock: Clock, random: RandomSource, logger: Logger
    ) throws(LaunchError) {
        do throws(StoreOpeningError) {
            switch manifest.store {
            case .memory:
                store = EmbeddedStore(memoryOnly: clock)
                secret = manifest.server.secret?.bytes ?? random.bytes(ServerSecretFile.length)
                name = "memory"
            case .embedded(let folder):
                let path = file.resolve(folder)
                store = try EmbeddedStore.open(folder: path, clock: clock) { event in
                    logger.warning("store", metadata: ["event": "\(event)"])
                }
                if let declared = manifest.server.secret {
                    secret = declared.bytes
                } else {
                    secret = try ServerSecretFile.loadOrCreate(path: path + "/server.secret", random: random)
                }
                name = "embedded"
            }
        } catch { throw .store(error) }
    }
}
