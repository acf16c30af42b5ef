import Cryptography
import EmbeddedStore
import Logging
import NIOPosix
import OAuthCore
import OAuthModel
import RedisClient
import RedisStore
import RouteManifest
import Storage

/// The store that the manifest chooses, and the secret that its records are sealed under. The only place that picks one.
struct OpenStore: Sendable {
    let store: any AuthorizationStore
    let reporting: any StoreReporting
    /// How the log calls it.
    let name: String
    /// Where it is, for people.
    let place: String
    let secret: [UInt8]
    /// Counts limits that are shared; nil where there is nobody to share them with.
    var counter: (any RequestCounter)?
    /// Forgets what has expired. Redis does this by itself, and may have become another one.
    let sweep: @Sendable () async throws -> Void
    /// Writes what is left and lets go of the store.
    let close: @Sendable () async -> Void
}

extension OpenStore {
    /// A Redis that can't be reached is no reason not to start: it is told by health, and used when it is there. Records under another
    /// secret are one, for to this server they would all be unknown.
    @concurrent
    init(
        _ manifest: Manifest, file: ManifestFile, world: AuthorizationServer.World,
        loops: MultiThreadedEventLoopGroup, logger: Logger
    ) async throws(LaunchError) {
        do throws(StoreOpeningError) {
            func secret(in folder: String, hasRecords: Bool) throws(StoreOpeningError) -> [UInt8] {
                if let declared = manifest.server.secret { return declared.bytes }
                return try ServerSecretFile.loadOrCreate(
                    in: folder, hasRecords: hasRecords, random: world.random)
            }
            switch manifest.store {
            case .memory:
                self.init(
                    EmbeddedStore(memoryOnly: world.clock, uptime: world.uptime), world, name: "memory",
                    place: "memory",
                    secret: manifest.server.secret?.bytes ?? world.random.bytes(ServerSecretFile.length))
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
                self.init(
                    embedded, world, name: "embedded", place: SystemFiles.absolute(path), secret: found)
            case .redis(let settings):
                // A store that lies there is used again when redis is not.
                let path = file.resolve(settings.folder)
                let secret = try secret(in: path, hasRecords: EmbeddedArchive.exists(in: path))
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
                let proof = Vault(serverSecret: secret, random: world.random).proof
                let redis = RedisStore(client, settings, proof, world: world, logger: logger)
                let place = "\(settings.target), keys \(settings.keyPrefix)…"
                if let refusal = await redis.refusal() {
                    await client.shutDown()
                    switch refusal {
                    case .otherSecret: throw .otherSecret(place: place)
                    case .halfACopy: throw .copyUnfinished(path: place)
                    case .newerFormat: throw .newerRecords(place: place)
                    }
                }
                self.init(
                    store: world.store(redis), reporting: redis, name: "redis", place: place, secret: secret,
                    counter: redis, sweep: redis.checkRecords, close: client.shutDown)
            }
        } catch { throw .store(error) }
    }

    private init(
        _ embedded: EmbeddedStore, _ world: AuthorizationServer.World, name: String, place: String,
        secret: [UInt8]
    ) {
        self.init(
            store: world.store(embedded), reporting: embedded, name: name, place: place, secret: secret,
            sweep: embedded.sweep, close: embedded.close)
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
