import JSON
import Storage

/// What a register holds. It is never sealed but with the version that it lies under (``VersionedRecord``).
protocol RegisterRecord {
    static var kind: SealedKind { get }
    var json: JSONObject { get }
    init?(json: JSONValue)
}

/// The record of a register as a store keeps it: an old one that somebody puts back under a new version is none.
struct VersionedRecord<Record: RegisterRecord>: SealableRecord {
    static var kind: SealedKind { Record.kind }

    let record: Record
    let version: Int64

    init(_ record: Record, version: Int64) {
        self.record = record
        self.version = version
    }

    var json: JSONObject {
        var json = record.json
        json["version"] = .integer(version)
        return json
    }

    init?(json: JSONValue) {
        guard let version = json["version"]?.integer, let record = Record(json: json) else { return nil }
        self.init(record, version: version)
    }

    /// - Returns: Nil where it lies under another version than it was written for.
    func record(of stored: StoredRegister) -> Record? { version == stored.version ? record : nil }
}
