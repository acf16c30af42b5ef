import OAuthModel
package import Storage
package import Support
import Testing

/// A store that is in service at one time and moved at another.
package protocol MovableStore: Sendable {
    func serve(_ body: (any AuthorizationStore) async throws -> Void) async throws
    func archive(_ body: (any StoreArchive) async throws -> Void) async throws
}

/// Two kinds of stores, by turns source and target.
package struct MoveFixture: Sendable {
    package let source: any MovableStore
    package let target: any MovableStore
    package let clock: MovableClock

    package init(source: any MovableStore, target: any MovableStore, clock: MovableClock) {
        self.source = source
        self.target = target
        self.clock = clock
    }

    func fill(_ body: (StoreFixture) async throws -> Void) async throws {
        try await source.serve { try await body(StoreFixture(store: $0, clock: clock)) }
    }

    func after(_ body: (StoreFixture) async throws -> Void) async throws {
        try await target.serve { try await body(StoreFixture(store: $0, clock: clock)) }
    }

    /// From source to target unless told otherwise.
    @discardableResult
    func copy(
        from source: (any MovableStore)? = nil, to target: (any MovableStore)? = nil,
        merges: Bool = false, opens: @escaping @Sendable (ArchivedRecord) -> Bool = { _ in true },
        reading: (any StoreArchive) -> any StoreArchive = { $0 },
        writing: (any StoreArchive) -> any StoreArchive = { $0 },
        isInterrupted: () -> Bool = { false }, checkAlone: () async throws(CopyFailure) -> Void = {},
        progress: StoreCopy.Progress = { _, _, _ in }
    ) async throws -> CopyReport {
        var report = CopyReport()
        try await (source ?? self.source).archive { source in
            try await (target ?? self.target).archive { target in
                report = try await StoreCopy(
                    from: reading(source), to: writing(target), place: "the source", merges: merges,
                    opens: opens
                ).run(isInterrupted: isInterrupted, checkAlone: checkAlone, progress: progress)
            }
        }
        return report
    }

    /// A copy that is interrupted when all is copied and nothing compared.
    func copyHalf(merges: Bool = false) async throws {
        var hasCopied = false
        await #expect(throws: CopyFailure.interrupted) {
            try await copy(
                merges: merges, isInterrupted: { hasCopied },
                progress: { step, _, _ in hasCopied = step == .verifying })
        }
    }

    func mark() async throws -> CopyMark? {
        var mark: CopyMark?
        try await target.archive { (archive) async throws in mark = try await archive.copyMark() }
        return mark
    }

    /// Everything that lives in a store.
    func contents(of store: any MovableStore) async throws -> Set<ArchivedRecord> {
        var all: Set<ArchivedRecord> = []
        try await store.archive { archive in
            var pages = try await archive.pages()
            while let page = try await pages.next() {
                for record in page.records {
                    if let record = record.living(at: clock.now) { all.insert(record) }
                }
            }
        }
        return all
    }
}

/// Something that holds of every move.
package struct MovePromise: Sendable, CustomTestStringConvertible {
    package let testDescription: String
    private let body: @Sendable (MoveFixture) async throws -> Void

    init(_ sentence: String, _ body: @escaping @Sendable (MoveFixture) async throws -> Void) {
        testDescription = sentence
        self.body = body
    }

    /// Both stores are empty and take their time from the clock that they are given.
    package func check(
        from source: (MovableClock) throws -> any MovableStore,
        to target: (MovableClock) throws -> any MovableStore
    ) async throws {
        let clock = MovableClock()
        try await body(MoveFixture(source: try source(clock), target: try target(clock), clock: clock))
    }

    package static let all =
        movedGrantPromises + movedRecordPromises + movedRegisterPromises + copyPromises
        + resumedCopyPromises
}
