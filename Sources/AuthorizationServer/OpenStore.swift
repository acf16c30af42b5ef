import Cryptography
import EmbeddedStore
import Logging
import NIOPosix
import OAuthCore
import OAuthModel
import RedisClient
import RedisStore
import RouteManifest

/// The store that the manifest chooses, and the secret that its records are sealed under. The only place that picks one.
struct OpenStore: Sendable {
    let store: any AuthorizationStore
    let reporting: any StoreReporting
    /// Where it is, for people.
    let place: String
    /// Counts limits that are shared; nil where there is nobody to share them with.
    let counter: (any RequestCounter)?
    let secret: [UInt8]
    /// How the log calls it.
    let name: String
    private let keeper: Keeper

    /// What has to be swept and closed.
    private enum Keeper: Sendable {
        case embedded(EmbeddedStore)
        case redis(RedisStore, RedisClient)
    }

    /// A Redis that can't be reached is no reason not to start: it is told by health, and used when it is there. Records under another
    /// secret are one, for to this server they would all be unknown.
    @concurrent
    init(
        _ manifest: Manifest, file: ManifestFile, world: AuthorizationServer.World,
        loops: MultiThreadedEventLoopGroup, logger: Logger
    ) async throws(LaunchError) {
        let opened: any AuthorizationStore
        do throws(StoreOpeningError) {
            func secret(in folder: String, hasRecords: Bool) throws(StoreOpeningError) -> [UInt8] {
                if let declared = manifest.server.secret { return declared.bytes }
                return try ServerSecretFile.loadOrCreate(
                    in: folder, hasRecords: hasRecords, random: world.random)
            }
            switch manifest.store {
            case .memory:
                let embedded = EmbeddedStore(memoryOnly: world.clock, uptime: world.uptime)
                (opened, keeper, name, counter) = (embedded, .embedded(embedded), "memory", nil)
                (reporting, place) = (embedded, "memory")
                self.secret = manifest.server.secret?.bytes ?? world.random.bytes(ServerSecretFile.length)
            case .embedded(let folder):
                let path = file.resolve(folder)
                var found: [UInt8] = []
                let embedded = try EmbeddedStore.open(
                    folder: path, clock: world.clock, uptime: world.uptime, pageLimit: world.storePageLimit,
                    patience: world.patience ?? EmbeddedStore.usualPatience,
                    report: { event in logger.warning("store", metadata: ["event": "\(event)"]) },
                    secret: { (hasRecords) throws(StoreOpeningError) in
                        found = try secret(in: path, hasRecords: hasRecords)
                        return Vault(serverSecret: found, random: world.random).proof
                    })
                (opened, keeper, name, counter) = (embedded, .embedded(embedded), "embedded", nil)
                (reporting, place) = (embedded, SystemFiles.absolute(path))
                self.secret = found
            case .redis(let settings):
                // A store that lies there is used again when redis is not.
                let path = file.resolve(settings.folder)
                self.secret = try secret(in: path, hasRecords: EmbeddedArchive.exists(in: path))
                var options = RedisOptions()
                options.clientName = settings.clientName
                if let patience = world.patience {
                    options.commandTimeout = patience
                    options.connectTimeout = patience
                    options.connectGrace = world.storeGrace ?? patience
                }
                let client = RedisClient(
                    settings.target, options: options, scripts: RedisStore.scripts, loops: loops,
                    logger: logger)
                let proof = Vault(serverSecret: self.secret, random: world.random).proof
                let redis = RedisStore(client, settings, proof, world: world, logger: logger)
                (opened, keeper, name, counter) = (redis, .redis(redis, client), "redis", redis)
                (reporting, place) = (redis, "\(settings.target), keys \(settings.keyPrefix)…")
                if let refusal = await redis.refusal() {
                    await client.shutDown()
                    switch refusal {
                    case .otherSecret: throw .otherSecret(place: place)
                    case .halfACopy: throw .copyUnfinished(path: place)
                    }
                }
            }
        } catch { throw .store(error) }
        store = world.store(opened)
    }

    /// Forgets what has expired. Redis does this by itself, and may have become another one.
    func sweep() async throws {
        switch keeper {
        case .embedded(let store): try await store.sweep()
        case .redis(let store, _): try await store.checkRecords()
        }
    }

    /// Writes what is left and lets go of the store.
    func close() async {
        switch keeper {
        case .embedded(let store): await store.close()
        case .redis(_, let client): await client.shutDown()
        }
    }
}

extension RedisStore {
    fileprivate convenience init(
        _ client: RedisClient, _ settings: RedisSettings, _ proof: SecretProof,
        world: AuthorizationServer.World, logger: Logger
    ) {
        let clock = world.clock
        self.init(
            client, keyPrefix: settings.keyPrefix,
            time: world.isClockGiven ? .given { clock.now } : .server,
            replicas: settings.replicas == 0
                ? nil : ReplicaWait(replicas: settings.replicas, timeout: settings.replicaTimeout),
            patience: world.patience ?? RedisStore.usualPatience, secret: proof
        ) { event in
            logger.log(level: event.isFatal ? .error : .warning, "store", metadata: ["event": "\(event)"])
        }
    }
}
