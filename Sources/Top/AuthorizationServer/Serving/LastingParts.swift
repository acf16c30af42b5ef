import Logging
import NIOPosix
import OAuthCore
import OAuthModel
import Router
import Storage
import Synchronization

/// What a server has from its start to its end, whatever its files come to say in between: what it keeps, and what it has counted.
struct LastingParts: Sendable {
    let world: AuthorizationServer.World
    let chosen: ChosenStore
    let vault: Vault
    let recent: RecentGrants
    let issueLimits: IssueLimits
    let counting: SharedCounting?
    let refusedFiles = RefusedFiles()

    var store: any AuthorizationStore { world.store(chosen.store) }

    init(_ world: AuthorizationServer.World, _ chosen: ChosenStore, _ logger: Logger) {
        self.world = world
        self.chosen = chosen
        vault = AuthorizationServer.vault(chosen, world, logger)
        recent = RecentGrants(clock: world.clock)
        issueLimits = IssueLimits(clock: world.clock)
        let vault = vault
        counting = chosen.store.counter.map { AuthorizationServer.sharedCounting($0, vault, logger) }
    }
}

/// Whether there are files that are newer than what serves, and can't be served.
final class RefusedFiles: Sendable {
    private let since = Mutex<Timestamp?>(nil)

    /// Since when; nil: there are none.
    var moment: Timestamp? { since.withLock { $0 } }

    func set(_ moment: Timestamp?) {
        since.withLock { $0 = moment }
    }
}
