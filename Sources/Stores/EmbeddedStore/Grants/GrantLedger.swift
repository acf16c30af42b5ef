import OAuthModel
import Storage
import Synchronization

/// The grants in memory: the locks and the journal around the transitions of ``Grant``.
final class GrantLedger: Sendable {
    private let shards = Shards<[Digest: HeldGrant]>(count: 256, of: [:])
    private let durability: Durability
    private let clock: Clock
    private let index = GrantIndex()
    /// Of a store without a file, by the numbers of the grants.
    private let summaries = Mutex<[Int64: SummaryRow]>([:])

    init(durability: Durability, clock: Clock, loaded: [Digest: Grant] = [:]) {
        self.durability = durability
        self.clock = clock
        for (key, grant) in loaded {
            shards[key].content.withLock { set(grant, under: key, in: &$0) }
        }
    }

    /// Begins a grant with its summary, and returns when it is durable what `make` says beside the grant; or, where there is one already,
    /// what `again` says of that.
    func begin<Outcome: Sendable>(
        _ key: Digest, _ summary: GrantSummary, make: (Int64, Timestamp) -> (Grant, Outcome),
        again: (Grant) -> Outcome?
    ) async throws(StoreError) -> Outcome? {
        let number = durability.nextNumber()
        let (outcome, batch) = try shards[key].content.withLock {
            (grants) throws(StoreError) -> (Outcome?, CommitBatch?) in
            let now = clock.now
            let before = grants[key]?.grant
            if let before, before.isLive(at: now) {
                return (again(before), try durability.unsettled())
            }
            var (grant, outcome) = make(number, now)
            grant.tell(summary)
            let told = SummaryRow(key: key, summary: summary)
            let forgotten = before.map { [$0.removal(under: key)] } ?? []
            let batch = try durability.append(
                forgotten + [grant.row(under: key), told.row(of: number)],
                undo: restoration(of: before, under: key))
            keep(told, of: number)
            set(grant, under: key, in: &grants)
            return (outcome, batch)
        }
        try await durability.wait(for: batch)
        return outcome
    }

    /// Looks at the grant as it is. Never waits.
    func read<Answer: Sendable>(
        _ key: Digest, _ question: (borrowing Grant, Timestamp) -> Answer?
    ) throws(StoreError) -> Answer? {
        try durability.checkPlace()
        let now = clock.now
        return shards[key].content.withLock { grants in
            guard let held = grants[key] else { return nil }
            return question(held.grant, now)
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

    func summaries(
        under index: IndexDigest, limit: Int
    ) async throws(StoreError) -> [SummarizedGrant] {
        var found: [SummarizedGrant] = []
        for number in self.index.numbers(under: index.word) {
            guard found.count < limit else { break }
            guard let told = try await told(number), told.summary.isFound(under: index),
                try read(told.key, { $0.number == number && $0.isLive(at: $1) }) == true
            else { continue }
            found.append(
                SummarizedGrant(key: GrantKey(bytes: told.key.secret.bytes), summary: told.summary.sealed))
        }
        return found
    }

    func oldest(under index: IndexDigest, beyond count: Int) async throws(StoreError) -> [GrantKey] {
        try durability.checkPlace()
        let excess = min(self.index.count(under: index.word) - count, GrantLimits.endedAtOnce)
        guard excess > 0 else { return [] }
        var keys: [GrantKey] = []
        for number in self.index.numbers(under: index.word).sorted().prefix(excess) {
            guard let told = try await told(number), told.summary.isFound(under: index) else { continue }
            keys.append(GrantKey(bytes: told.key.secret.bytes))
        }
        return keys
    }

    private func told(_ number: Int64) async throws(StoreError) -> SummaryRow? {
        guard durability.hasFile else { return summaries.withLock { $0[number] } }
        guard let body = try await durability.row(RowID(record: number, part: RowID.summaryPart)) else {
            return nil
        }
        var reader = ByteReader(body)
        do {
            return try reader.kind() == .summary ? try SummaryRow.read(&reader) : nil
        } catch {
            throw .unavailable(reason: "the file of the embedded store is damaged: \(error)")
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
            guard let before = grants[key]?.grant, before.isLive(at: now) else {
                return (nil, try durability.unsettled())
            }
            var grant = before
            let step = step(&grant, now)
            let batch: CommitBatch?
            switch step.effect {
            case .none:
                batch = try durability.unsettled()
            case .changed(let spent, let summary):
                let told = summary.map { SummaryRow(key: key, summary: $0) }
                let number = grant.number
                batch = try durability.append(
                    [grant.row(under: key)]
                        + [spent?.row(of: number), told?.row(of: number)].compactMap(\.self),
                    undo: restoration(of: before, under: key))
                grant.archive(hasFile: durability.hasFile)
                if let told { keep(told, of: number) }
                set(grant, under: key, in: &grants)
            case .ended:
                batch = try durability.append(
                    [before.removal(under: key)], undo: restoration(of: before, under: key))
                set(nil, under: key, in: &grants)
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
        _ grants: inout [Digest: HeldGrant], _ span: SweepSpan
    ) throws(StoreError) -> CommitBatch? {
        var batch: CommitBatch?
        var changed: [Digest: Grant?] = [:]
        for (key, held) in grants {
            let before = held.grant
            if !span.contains(before.forgottenAt) {
                var grant = before
                if grant.forget(endedIn: span) { changed[key] = .some(grant) }
            } else {
                batch = try durability.append(
                    [before.removal(under: key)], undo: restoration(of: before, under: key))
                changed[key] = .some(nil)
            }
        }
        for (key, grant) in changed { set(grant, under: key, in: &grants) }
        return batch
    }

    private func restoration(of grant: Grant?, under key: Digest) -> @Sendable () -> Void {
        let shard = shards[key]
        return { [self] in shard.content.withLock { set(grant, under: key, in: &$0) } }
    }

    /// Under the lock of the shard: grants and index agree at each moment.
    private func set(_ grant: Grant?, under key: Digest, in grants: inout [Digest: HeldGrant]) {
        let held = grants[key]
        let before = held?.grant
        index.move(from: before, to: grant)
        switch (held, grant) {
        case (_, nil): grants[key] = nil
        case (let held?, let grant?): held.grant = grant
        case (nil, let grant?): grants[key] = HeldGrant(grant)
        }
        if let before, before.number != grant?.number, !durability.hasFile {
            summaries.withLock { $0[before.number] = nil }
        }
    }

    private func keep(_ told: SummaryRow, of number: Int64) {
        if !durability.hasFile { summaries.withLock { $0[number] = told } }
    }
}

/// A grant as the ledger holds it, touched under the lock of its shard alone.
///
/// A table has room for many that are not there, which is to cost no more than a pointer for each. And a grant stays where it is when it
/// changes: else each would leave a hole behind, between others that were made meanwhile.
private final class HeldGrant: @unchecked Sendable {
    var grant: Grant

    init(_ grant: Grant) {
        self.grant = grant
    }
}
