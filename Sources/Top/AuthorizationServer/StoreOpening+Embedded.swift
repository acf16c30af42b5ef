import Cryptography
import EmbeddedStore
import Logging
import OAuthModel
import RouteManifest

extension StoreOpening {
    func openMemory() -> ChosenStore {
        ChosenStore(
            store: EmbeddedStore(memoryOnly: world.clock, uptime: world.uptime),
            secret: manifest.server.secret?.bytes ?? world.random.bytes(ServerSecretFile.length))
    }

    func openEmbedded(in folder: String) throws(StoreOpeningError) -> ChosenStore {
        var found: [UInt8] = []
        let store = try EmbeddedStore.open(
            folder: folder, clock: world.clock, uptime: world.uptime, pageLimit: world.storePageLimit,
            patience: world.patience ?? EmbeddedStore.usualPatience,
            report: { event in logger.warning("store", metadata: ["event": "\(event)"]) },
            secret: { (hasRecords) throws(StoreOpeningError) in
                found = try secret(in: folder, hasRecords: hasRecords)
                return proof(of: found)
            })
        return ChosenStore(store: store, secret: found)
    }
}
