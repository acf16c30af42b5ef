package import OAuthModel
package import Storage
import Synchronization
import WireText

/// What operators have decided about documents, and which wait for them: one register of the store, shared by all processes on it.
///
/// What strangers put there is bounded: with one more than ``DecidedDocuments/maximumPending`` the one goes that has waited longest.
package final class DocumentDecisions: Sendable {
    private let store: any RegisterStore
    private let vault: Vault
    private let uptime: Uptime
    private let known = Mutex<(documents: DecidedDocuments, at: Duration)?>(nil)

    /// That somebody was denied is known everywhere after so long.
    private static let period = Duration.seconds(5)
    /// Of processes that change the register at once one is first; the others do it again.
    private static let attempts = 16

    package init(store: any RegisterStore, vault: Vault, uptime: Uptime) {
        self.store = store
        self.vault = vault
        self.uptime = uptime
    }

    /// Of the document of a client; nil where nobody has decided.
    func verdict(of id: ClientID) async throws(StoreError) -> DocumentVerdict? {
        let now = uptime.now
        if let known = known.withLock({ $0 }), (known.at..<known.at + Self.period).contains(now) {
            return known.documents.verdict(of: id)
        }
        return try await load().documents.verdict(of: id)
    }

    /// The same of a client that needs an approval: where there is none yet, it waits for one from here on.
    func verdict(awaitedFor client: Client) async throws(StoreError) -> DocumentVerdict? {
        try await change { documents in documents.wait(client, at: self.vault.clock.now) }
            .verdict(of: client.id)
    }

    /// All of them, those that wait first.
    package func list() async throws(StoreError) -> DecidedDocuments { try await load().documents }

    /// - Returns: False where there is no room for one more.
    package func decide(_ id: ClientID, _ verdict: DocumentVerdict) async throws(StoreError) -> Bool {
        try await change { $0.decide(id, verdict, at: self.vault.clock.now) }.verdict(of: id) == verdict
    }

    /// - Parameter change: False where there is nothing to change.
    private func change(
        _ change: (inout DecidedDocuments) -> Bool
    ) async throws(StoreError) -> DecidedDocuments {
        for _ in 1...Self.attempts {
            var (documents, version) = try await load()
            guard change(&documents) else { return documents }
            let sealed = try vault.seal(
                VersionedRecord(documents, version: (version ?? 0) + 1), under: Self.secret)
            if try await store.replace(.documentDecisions, with: sealed, expecting: version) {
                keep(documents)
                return documents
            }
        }
        throw .unavailable(reason: "decisions about documents are changed by too many at once")
    }

    private func load() async throws(StoreError) -> (documents: DecidedDocuments, version: Int64?) {
        let stored = try await store.load(.documentDecisions)
        let documents = stored.flatMap(open) ?? DecidedDocuments()
        keep(documents)
        return (documents, stored?.version)
    }

    /// What is damaged counts as nothing decided, as any record that doesn't open.
    private func open(_ stored: StoredRegister) -> DecidedDocuments? {
        let sealed: VersionedRecord<DecidedDocuments>? = vault.open(stored.sealed, under: Self.secret)
        return sealed?.record(of: stored)
    }

    private func keep(_ documents: DecidedDocuments) {
        known.withLock { $0 = (documents, uptime.now) }
    }

    /// There is one, so that nothing but the server's own secret protects it.
    private static let secret = Array("document decisions".utf8)
}

package enum DocumentVerdict: String, Sendable {
    case approved, denied
}
