import EmbeddedStore
import Logging
import NIOPosix
import OAuthCore
import OAuthModel
import RouteManifest
import Storage

/// The store that the manifest chooses, and the secret that its records are sealed under.
struct ChosenStore: Sendable {
    let store: any OpenedStore
    let secret: [UInt8]
}

/// What a store is opened with. Here alone one is picked; how each is opened stands in a file of its own.
struct StoreOpening: Sendable {
    let manifest: Manifest
    let file: ManifestFile
    let world: AuthorizationServer.World
    let loops: MultiThreadedEventLoopGroup
    let logger: Logger

    @concurrent
    func open() async throws(StoreOpeningError) -> ChosenStore {
        switch manifest.store {
        case .memory: openMemory()
        case .embedded(let folder): try openEmbedded(in: file.resolve(folder))
        case .redis(let settings): try await openRedis(settings)
        }
    }

    /// That of the manifest; else the one in the data folder, which is made when there is none, but not beside records.
    func secret(in folder: String, hasRecords: Bool) throws(StoreOpeningError) -> [UInt8] {
        if let declared = manifest.server.secret { return declared.bytes }
        return try ServerSecretFile.loadOrCreate(in: folder, hasRecords: hasRecords, random: world.random)
    }

    func proof(of secret: [UInt8]) -> SecretProof {
        Vault(serverSecret: secret, random: world.random).proof
    }
}

extension StoreMove {
    /// What everything can be moved from and to, as the command line calls it.
    package enum Side: String, CaseIterable, Sendable {
        case embedded
        case redis

        func store(
            of choice: StoreChoice, folder: String, shared variable: String
        ) throws(MoveFailure) -> StoreAtRest {
            switch self {
            case .embedded: .embedded(in: folder, insteadOf: variable)
            case .redis: try .redis(choice)
            }
        }
    }
}
