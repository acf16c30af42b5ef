import OAuthModel

/// Makes one store what another is: copies everything that lives there, and compares both sides.
///
/// It can be interrupted at any moment and run again, whatever has become of the source meanwhile. Into a store that holds records
/// of its own it does not go unless it is told to: a copy that comes late would bring back what was revoked there meanwhile.
package struct StoreCopy: Sendable {
    package enum Step: Sendable {
        /// What an earlier run has put is compared with the source, and what isn't there any more is taken away.
        case clearing
        case copying
        /// What the source has is compared with the target.
        case verifying
        /// What the copy has put is compared with the source.
        case comparing
    }

    /// How far a step has come, of about how many records.
    package typealias Progress = (Step, _ done: Int, _ total: Int) -> Void

    private let source: any StoreArchive
    private let target: any StoreArchive
    private let opens: @Sendable (ArchivedRecord) -> Bool
    private let place: String
    private let merges: Bool

    /// - Parameters:
    ///   - place: The source, for those who find half of a copy.
    ///   - merges: Whether a target that holds records may be added to. Those stay as they are.
    ///   - opens: Whether the secret of the server that will use the target opens a client's record.
    package init(
        from source: any StoreArchive, to target: any StoreArchive, place: String,
        merges: Bool = false, opens: @escaping @Sendable (ArchivedRecord) -> Bool
    ) {
        self.source = source
        self.target = target
        self.opens = opens
        self.place = place
        self.merges = merges
    }

    /// - Parameters:
    ///   - isInterrupted: Asked between pages.
    ///   - checkAlone: Throws when a server has come to one of the stores: the copy is not finished then.
    package func run(
        isInterrupted: () -> Bool = { false }, checkAlone: () async throws(CopyFailure) -> Void = {},
        progress: Progress = { _, _, _ in }
    ) async throws(CopyFailure) -> CopyReport {
        var report = CopyReport()
        do {
            let (mark, isGoneOnWith) = try await begin()
            func pass(
                _ step: Step, _ pages: any ArchivePages,
                _ work: (ArchivePage, inout CopyReport) async throws(StoreError) -> Void
            ) async throws {
                var pages = pages
                var done = 0
                progress(step, 0, pages.total)
                while let page = try await pages.next() {
                    guard !isInterrupted() else { throw CopyFailure.interrupted }
                    try await work(page, &report)
                    done += page.records.count
                    progress(step, done, max(done, pages.total))
                }
                guard !isInterrupted() else { throw CopyFailure.interrupted }
                progress(step, done, done)
            }
            if isGoneOnWith { try await pass(.clearing, try await copies(mark), clear) }
            try await pass(.copying, try await source.pages()) { (page, report) async throws(StoreError) in
                try await copy(page, mark, &report)
            }
            let ours = mark.merges ? Set(try await target.notedNames()) : nil
            try await pass(.verifying, try await source.pages()) { (page, report) async throws(StoreError) in
                try await verify(page, ours, &report)
            }
            try await pass(.comparing, try await copies(mark), compare)
            try await locate(&report.named)
            try await checkAlone()
            if report.isWhole { try await target.setCopyMark(nil) }
        } catch let failure as CopyFailure {
            throw failure
        } catch {
            throw .store((error as? StoreError)?.reason ?? "\(error)")
        }
        return report
    }

    private func begin() async throws -> (mark: CopyMark, isGoneOnWith: Bool) {
        guard try await source.copyMark() == nil else { throw CopyFailure.sourceIsUnfinished }
        for archive in [source, target] {
            let clients = try await archive.someClients()
            guard clients.isEmpty || clients.contains(where: opens) else { throw CopyFailure.otherSecret }
        }
        let identity = try await source.identity()
        if let begun = try await target.copyMark() {
            guard begun.source == identity else { throw CopyFailure.begunElsewhere(begun.place) }
            guard merges || !begun.merges else { throw CopyFailure.begunAsMerge }
            return (begun, true)
        }
        let isEmpty = try await isEmpty(target)
        guard merges || isEmpty else { throw CopyFailure.targetIsNotEmpty }
        let mark = CopyMark(source: identity, merges: !isEmpty, place: place)
        try await target.setCopyMark(mark)
        return (mark, false)
    }

    private func isEmpty(_ archive: any StoreArchive) async throws -> Bool {
        var pages = try await archive.pages()
        while let page = try await pages.next() {
            if page.records.contains(where: { $0.living(at: page.readAt) != nil }) { return false }
        }
        return true
    }

    /// What this copy has put into the target. Nobody else writes there as long as the mark stands, so that is everything in a
    /// target that was empty.
    private func copies(_ mark: CopyMark) async throws(StoreError) -> any ArchivePages {
        guard mark.merges else { return try await target.pages() }
        return NotedPages(archive: target, names: try await target.notedNames()[...])
    }

    private func clear(_ page: ArchivePage, _ report: inout CopyReport) async throws(StoreError) {
        let strays = try await strays(page).map(\.name)
        try await target.remove(strays)
        for name in strays { report[name.group].removed += 1 }
    }

    private func copy(
        _ page: ArchivePage, _ mark: CopyMark, _ report: inout CopyReport
    ) async throws(StoreError) {
        var living: [ArchivedRecord] = []
        for record in page.records {
            if let record = record.living(at: page.readAt) {
                living.append(record)
            } else {
                report.add(.expired, record.name.group)
            }
        }
        report.unreadable += page.unreadable
        if mark.merges {
            let there = try await target.load(living.map(\.name))
            let taken = Set(there.records.filter { $0.living(at: there.readAt) != nil }.map(\.name))
            try await target.note(living.map(\.name).filter { !taken.contains($0) })
        }
        for (record, placement) in zip(living, try await target.put(living)) {
            report.add(placement, record.name.group)
        }
    }

    /// - Parameter ours: What the copy has put, where the target has records of its own.
    private func verify(
        _ page: ArchivePage, _ ours: Set<RecordName>?, _ report: inout CopyReport
    ) async throws(StoreError) {
        let copies = try await target.load(page.records.map(\.name))
        let byName = copies.byName
        // What has expired by either clock counts for neither.
        let now = max(page.readAt, copies.readAt)
        for record in page.records {
            guard let record = record.living(at: now) else { continue }
            if let copy = byName[record.name]?.living(at: now) {
                if copy == record {
                    report[record.name.group].verified += 1
                } else if ours?.contains(record.name) ?? true {
                    report.add(.different, record.name)
                }
            } else {
                report.add(.missing, record.name)
            }
        }
    }

    /// Those that differ have been found by ``verify``.
    private func compare(_ page: ArchivePage, _ report: inout CopyReport) async throws(StoreError) {
        for stray in try await strays(page) where stray.fault == .beyond { report.add(.beyond, stray.name) }
    }

    /// The records of a page of the target that are not what the source has.
    private func strays(
        _ page: ArchivePage
    ) async throws(StoreError) -> [(name: RecordName, fault: CopyReport.Fault)] {
        let originals = try await source.load(page.records.map(\.name))
        let byName = originals.byName
        let now = max(page.readAt, originals.readAt)
        return page.records.compactMap { copy in
            guard let original = byName[copy.name] else {
                return copy.living(at: page.readAt) == nil ? nil : (copy.name, .beyond)
            }
            return copy.living(at: now) == original.living(at: now) ? nil : (copy.name, .different)
        }
    }

    private func locate(_ records: inout [CopyReport.FaultyRecord]) async throws(StoreError) {
        for index in records.indices {
            let archive = records[index].fault == .beyond ? target : source
            records[index].place = try await archive.place(of: records[index].name)
        }
    }
}

/// The records that a merge has noted, as far as they are there.
private struct NotedPages: ArchivePages {
    let archive: any StoreArchive
    var names: ArraySlice<RecordName>

    /// So many records make a page.
    private static let size = 512

    init(archive: any StoreArchive, names: ArraySlice<RecordName>) {
        self.archive = archive
        self.names = names
        total = names.count
    }

    let total: Int

    mutating func next() async throws(StoreError) -> ArchivePage? {
        guard !names.isEmpty else { return nil }
        let page = names.prefix(Self.size)
        names = names.dropFirst(page.count)
        return try await archive.load(Array(page))
    }
}

extension ArchivePage {
    fileprivate var byName: [RecordName: ArchivedRecord] {
        Dictionary(records.map { ($0.name, $0) }, uniquingKeysWith: { first, _ in first })
    }
}
