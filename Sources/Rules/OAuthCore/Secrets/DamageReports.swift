import Synchronization

/// Tells the operator of records that were found under their digest and don't open under its secret: what the store holds is not what
/// was put there. Told once for each kind, since one damaged record may be asked for with every request.
package final class DamageReports: Sendable {
    private let told = Mutex<Set<SealedKind>>([])
    private let report: @Sendable (_ kind: String) -> Void

    package init(_ report: @escaping @Sendable (_ kind: String) -> Void) {
        self.report = report
    }

    func add(_ kind: SealedKind) {
        guard told.withLock({ $0.insert(kind).inserted }) else { return }
        report(kind.name)
    }
}
