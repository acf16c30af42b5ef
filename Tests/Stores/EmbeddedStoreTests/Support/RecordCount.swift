@testable import EmbeddedStore

extension EmbeddedStore {
    /// How many records memory holds, those included that have expired and are not swept yet.
    var recordCount: Int {
        records.all.reduce(grants.count + clients.count) { $0 + $1.count }
    }
}
