import OAuthModel
import Storage
import Synchronization

/// The grants in memory: the locks and the journal around the transitions of ``Grant``.
final class GrantLedger: Sendable {
    private let shards = Shards<[Digest: Grant]>(count: 256, of: [:])
    private let durability: Durability
    private let clock: Clock

    init(durability: Durability, clock: Clock, loaded: [Digest: Grant] = [:]) {
        self.durability = durability
        self.clock = clock
        for (key, grant) in loaded { shards[key].content.withLock { $0[key] = grant } }
    }

    func insert(
        code: Digest, _ record: SealedRecord, of key: Digest, lifetime: Duration
    ) async throws(StoreError) {
        let number = durability.nextNumber()
        let batch = try shards[key].content.withLock { (grants) throws(StoreError) in
            let now = clock.now
            let before = grants[key]
            if let before, before.isLive(at: now) {
                throw .unavailable(reason: "a grant has the handle of another")
            }
            let grant = Grant.beginning(with: code, record, number: number, lifetime: lifetime, at: now)
            let forgotten = before.map { [$0.removal(under: key)] } ?? []
            let batch = try durability.append(
                forgotten + [grant.row(under: key)], undo: restoration(of: before, under: key))
            grants[key] = grant
            return batch
        }
        try await durability.wait(for: batch)
    }

    /// Looks at the grant as it is. Never waits.
    func read<Answer: Sendable>(
        _ key: Digest, _ question: (borrowing Grant, Timestamp) -> Answer?
    ) throws(StoreError) -> Answer? {
        try durability.checkPlace()
        let now = clock.now
        return shards[key].content.withLock { grants in
            guard let grant = grants[key] else { return nil }
            return question(grant, now)
        }
    }

    /// The refresh token, from the file when memory has left it there.
    func refreshToken(_ digest: Digest, of key: Digest) async throws(StoreError) -> StoredRefreshToken? {
        switch try read(key, { grant, now in grant.refreshToken(digest, at: now) }) {
        case nil: return nil
        case .inMemory(let token): return token
        case .archived(let id):
            // The grant may have ended meanwhile, and the row with it.
            guard let body = try await durability.row(id) else { return nil }
            var reader = ByteReader(body)
            do {
                guard try reader.kind() == .spentToken else { return nil }
                let token = try Grant.SpentToken.read(&reader, part: id.part)
                return StoredRefreshToken(record: token.record, isSpent: true)
            } catch {
                throw .unavailable(reason: "the file of the embedded store is damaged: \(error)")
            }
        }
    }

    /// Takes the grant through one step and returns when what the answer says is durable, be it of this step or of an
    /// earlier one. `nil` when there is no grant.
    func change<Outcome: Sendable>(
        _ key: Digest, _ step: (inout Grant, Timestamp) -> GrantStep<Outcome>
    ) async throws(StoreError) -> Outcome? {
        let (outcome, batch) = try shards[key].content.withLock {
            (grants) throws(StoreError) -> (Outcome?, CommitBatch?) in
            let now = clock.now
            guard let before = grants[key], before.isLive(at: now) else {
                return (nil, try durability.unsettled())
            }
            var grant = before
            let step = step(&grant, now)
            let batch: CommitBatch?
            switch step.effect {
            case .none:
                batch = try durability.unsettled()
            case .changed(let spent):
                batch = try durability.append(
                    [grant.row(under: key)] + (spent.map { [$0.row(of: grant.number)] } ?? []),
                    undo: restoration(of: before, under: key))
                grant.archive(hasFile: durability.hasFile)
                grants[key] = grant
            case .ended:
                batch = try durability.append(
                    [before.removal(under: key)], undo: restoration(of: before, under: key))
                grants[key] = nil
            }
            return (step.outcome, batch)
        }
        try await durability.wait(for: batch)
        return outcome
    }

    /// Forgets what ended in the span, a shard at a time. Returns what must be committed for the file to have forgotten it too.
    func sweep(_ span: SweepSpan) async throws(StoreError) -> CommitBatch? {
        var last: CommitBatch?
        for shard in shards.all {
            let batch = try shard.content.withLock { (grants) throws(StoreError) in
                try sweep(&grants, span)
            }
            last = batch ?? last
            await Task.yield()
        }
        return last
    }

    var count: Int {
        shards.all.reduce(0) { $0 + $1.content.withLock { $0.count } }
    }

    private func sweep(
        _ grants: inout [Digest: Grant], _ span: SweepSpan
    ) throws(StoreError) -> CommitBatch? {
        var batch: CommitBatch?
        var changed: [Digest: Grant?] = [:]
        for (key, before) in grants {
            if !span.contains(before.forgottenAt) {
                var grant = before
                if grant.forget(endedIn: span) { changed[key] = .some(grant) }
            } else {
                batch = try durability.append(
                    [before.removal(under: key)], undo: restoration(of: before, under: key))
                changed[key] = .some(nil)
            }
        }
        for (key, grant) in changed { grants[key] = grant }
        return batch
    }

    private func restoration(of grant: Grant?, under key: Digest) -> @Sendable () -> Void {
        let shard = shards[key]
        return { shard.content.withLock { $0[key] = grant } }
    }
}
