@testable import EmbeddedStore

extension EmbeddedStore {
    /// How many records memory holds, those included that have expired and are not swept yet.
    var recordCount: Int {
        recordLedgers.reduce(grants.count + clients.count) { $0 + $1.count }
    }
}
