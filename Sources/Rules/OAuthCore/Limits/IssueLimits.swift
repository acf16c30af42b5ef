package import OAuthModel
import Storage
import Synchronization

/// What this process has counted of issued tokens, kept while the rules around it are read again: a count goes on as long as its rate stays.
package final class IssueLimits: Sendable {
    private let clock: Clock
    private let grants = Mutex<IssueLimit<GrantKey>?>(nil)
    private let clients = Mutex<IssueLimit<ClientID>?>(nil)

    package init(clock: Clock) {
        self.clock = clock
    }

    /// Nil: there is no limit.
    func ofGrants(_ rate: Rate?) -> IssueLimit<GrantKey>? { grants.withLock { limit(rate, &$0) } }

    func ofClients(_ rate: Rate?) -> IssueLimit<ClientID>? { clients.withLock { limit(rate, &$0) } }

    private func limit<Key>(_ rate: Rate?, _ counted: inout IssueLimit<Key>?) -> IssueLimit<Key>? {
        if counted?.rate != rate { counted = rate.map { IssueLimit($0, clock: clock) } }
        return counted
    }
}
