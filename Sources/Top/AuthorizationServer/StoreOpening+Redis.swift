import EmbeddedStore
import Logging
import OAuthModel
import RedisClient
import RedisStore
import RouteManifest

extension StoreOpening {
    func openRedis(_ settings: RedisSettings) async throws(StoreOpeningError) -> ChosenStore {
        // An embedded store that lies in the folder is used again when Redis is not.
        let folder = file.resolve(settings.folder)
        let found = try secret(in: folder, hasRecords: EmbeddedArchive.exists(in: folder))
        var options = RedisOptions()
        options.clientName = settings.clientName
        if let patience = world.patience {
            options.commandTimeout = patience
            options.connectTimeout = patience
            options.connectGrace = world.storeGrace ?? patience
        }
        let client = RedisClient(
            settings.target, options: options, scripts: RedisStore.scripts, loops: loops, logger: logger)
        let clock = world.clock
        let store = RedisStore(
            client, keyPrefix: settings.keyPrefix,
            time: world.isClockGiven ? .given { clock.now } : .server,
            replicas: settings.replicas == 0
                ? nil : ReplicaWait(replicas: settings.replicas, timeout: settings.replicaTimeout),
            patience: world.patience ?? RedisStore.usualPatience, secret: proof(of: found)
        ) { event in
            logger.log(level: event.isFatal ? .error : .warning, "store", metadata: ["event": "\(event)"])
        }
        guard let refusal = await store.refusal() else { return ChosenStore(store: store, secret: found) }
        await store.close()
        switch refusal {
        case .otherSecret: throw .otherSecret(place: store.place)
        case .halfACopy: throw .copyUnfinished(path: store.place)
        case .newerFormat: throw .newerRecords(place: store.place)
        }
    }
}
