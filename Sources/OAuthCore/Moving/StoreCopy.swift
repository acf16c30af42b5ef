import OAuthModel

/// Copies everything that lives in one store into another, and compares what came of it.
///
/// It can be interrupted at any moment and run again. Into a store that holds records of its own it does not go unless it is told
/// to: a copy that comes late would bring back what was revoked there meanwhile.
package struct StoreCopy: Sendable {
    package enum Step: Sendable {
        case copying
        case verifying
    }

    /// How far a step has come, of about how many records.
    package typealias Progress = (Step, _ done: Int, _ total: Int) -> Void

    private let source: any StoreArchive
    private let target: any StoreArchive
    private let opens: @Sendable (ArchivedRecord) -> Bool
    private let mark: String
    private let merges: Bool

    /// - Parameters:
    ///   - mark: Says which store the source is, by a name of its own.
    ///   - merges: Whether a target that holds records may be added to.
    ///   - opens: Whether the secret of the server that will use the target opens a client's record.
    package init(
        from source: any StoreArchive, to target: any StoreArchive, mark: String,
        merges: Bool = false, opens: @escaping @Sendable (ArchivedRecord) -> Bool
    ) {
        self.source = source
        self.target = target
        self.opens = opens
        self.mark = mark
        self.merges = merges
    }

    /// - Parameter isInterrupted: Asked between pages.
    package func run(
        isInterrupted: () -> Bool = { false }, progress: Progress = { _, _, _ in }
    ) async throws(CopyFailure) -> CopyReport {
        var report = CopyReport()
        do {
            try await begin()
            try await pass(.copying, isInterrupted, progress) { page throws(StoreError) in
                try await copy(page, &report)
            }
            try await pass(.verifying, isInterrupted, progress) { page throws(StoreError) in
                try await verify(page, &report)
            }
            if report.missing == 0 { try await target.setCopyMark(nil) }
        } catch let failure as CopyFailure {
            throw failure
        } catch {
            throw .store((error as? StoreError)?.reason ?? "\(error)")
        }
        return report
    }

    private func begin() async throws {
        guard try await source.copyMark() == nil else { throw CopyFailure.sourceIsUnfinished }
        for archive in [source, target] {
            let clients = try await archive.someClients()
            guard clients.isEmpty || clients.contains(where: opens) else { throw CopyFailure.otherSecret }
        }
        let begun = try await target.copyMark()
        if begun == mark { return }
        if !merges {
            if let begun { throw CopyFailure.begunElsewhere(begun) }
            guard try await isEmpty(target) else { throw CopyFailure.targetIsNotEmpty }
        }
        try await target.setCopyMark(mark)
    }

    private func isEmpty(_ archive: any StoreArchive) async throws -> Bool {
        var pages = try await archive.pages()
        while let page = try await pages.next() {
            if page.records.contains(where: { $0.living(at: page.readAt) != nil }) { return false }
        }
        return true
    }

    private func pass(
        _ step: Step, _ isInterrupted: () -> Bool, _ progress: Progress,
        _ work: (ArchivePage) async throws(StoreError) -> Void
    ) async throws {
        var pages = try await source.pages()
        var done = 0
        progress(step, 0, pages.total)
        while let page = try await pages.next() {
            guard !isInterrupted() else { throw CopyFailure.interrupted }
            try await work(page)
            done += page.records.count
            progress(step, done, max(done, pages.total))
        }
        guard !isInterrupted() else { throw CopyFailure.interrupted }
        progress(step, done, done)
    }

    private func copy(_ page: ArchivePage, _ report: inout CopyReport) async throws(StoreError) {
        var living: [ArchivedRecord] = []
        for record in page.records {
            if let record = record.living(at: page.readAt) {
                living.append(record)
            } else {
                report.add(.over, record.name.group)
            }
        }
        report.unreadable += page.unreadable
        for (record, placement) in zip(living, try await target.put(living)) {
            report.add(placement, record.name.group)
        }
    }

    private func verify(_ page: ArchivePage, _ report: inout CopyReport) async throws(StoreError) {
        let copies = try await target.load(page.records.map(\.name))
        let byName = Dictionary(copies.records.map { ($0.name, $0) }, uniquingKeysWith: { first, _ in first })
        // What is over by either clock counts for neither.
        let now = max(page.readAt, copies.readAt)
        for record in page.records {
            guard let record = record.living(at: now) else { continue }
            let isSame = byName[record.name]?.living(at: now) == record
            if isSame {
                report[record.name.group].verified += 1
            } else {
                report[record.name.group].different += 1
            }
        }
    }
}

/// Why a copy ended early. What it had put by then stays, and a further run goes on from there.
package enum CopyFailure: Error, Equatable {
    case interrupted
    /// A store can't be read or written.
    case store(String)
    /// The source is itself the target of a copy that was not finished.
    case sourceIsUnfinished
    /// The target holds records, and not by a copy that was interrupted.
    case targetIsNotEmpty
    /// The target holds the beginning of a copy from another store.
    case begunElsewhere(String)
    /// What one of the stores holds was sealed under another secret.
    case otherSecret
}
