import OAuthModel
import Storage

/// A ledger for each kind of record.
struct RecordLedgers: Sendable {
    private let ledgers: [RecordKind: RecordLedger]

    init(_ make: (RecordKind) -> RecordLedger) {
        ledgers = Dictionary(uniqueKeysWithValues: RecordKind.allCases.map { ($0, make($0)) })
    }

    subscript(_ kind: RecordKind) -> RecordLedger {
        guard let ledger = ledgers[kind] else { preconditionFailure("every kind has a ledger") }
        return ledger
    }

    var all: [RecordLedger] { RecordKind.allCases.map { self[$0] } }

    /// Bytes of memory, about.
    var size: Int { all.reduce(0) { $0 + $1.size } }
}
