import Cryptography
import EmbeddedStore
import Logging
import OAuthCore
import RouteManifest

/// The store that the manifest chooses, and the secret that its records are sealed under. The only place that picks one.
struct OpenStore: Sendable {
    let store: any AuthorizationStore
    let secret: [UInt8]
    /// How the log calls it.
    let name: String
    private let embedded: EmbeddedStore

    init(
        _ manifest: Manifest, file: ManifestFile, world: AuthorizationServer.World, logger: Logger
    ) throws(LaunchError) {
        do throws(StoreOpeningError) {
            switch manifest.store {
            case .memory:
                embedded = EmbeddedStore(memoryOnly: world.clock)
                secret = manifest.server.secret?.bytes ?? world.random.bytes(ServerSecretFile.length)
                name = "memory"
            case .embedded(let folder):
                let path = file.resolve(folder)
                embedded = try EmbeddedStore.open(
                    folder: path, clock: world.clock, pageLimit: world.storePageLimit
                ) { event in
                    logger.warning("store", metadata: ["event": "\(event)"])
                }
                if let declared = manifest.server.secret {
                    secret = declared.bytes
                } else {
                    secret = try ServerSecretFile.loadOrCreate(
                        path: path + "/server.secret", random: world.random)
                }
                name = "embedded"
            }
        } catch { throw .store(error) }
        store = world.store(embedded)
    }

    /// Forgets what is over.
    func sweep() async throws {
        try await embedded.sweep()
    }

    /// Writes what is left and lets go of the store.
    func close() async {
        await embedded.close()
    }
}
