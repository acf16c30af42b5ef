import JSON
import OAuthModel
import Storage

/// Records are JSON inside their seal. One that was sealed and can't be read was made by another version: it counts as
/// unknown, so reading is optional and never an error.
protocol SealableRecord {
    static var kind: SealedKind { get }
    var json: JSONObject { get }
    init?(json: JSONValue)
}

extension Vault {
    func seal(
        _ record: some SealableRecord, under secret: [UInt8], for lifetime: Duration? = nil
    ) throws(StoreError) -> SealedRecord {
        try seal(
            JSONValue.object(record.json).serialized(), under: secret, as: type(of: record).kind,
            for: lifetime)
    }

    func open<Record: SealableRecord>(_ sealed: SealedRecord, under secret: [UInt8]) -> Record? {
        open(sealed, under: secret, as: Record.kind).flatMap(read)
    }

    func open<Record: SealableRecord>(_ stored: StoredRecord, under secret: [UInt8]) -> Record? {
        open(stored, under: secret, as: Record.kind).flatMap(read)
    }

    func read<Record: SealableRecord>(_ bytes: ArraySlice<UInt8>) -> Record? {
        (try? JSONValue.parse(Array(bytes))).flatMap { Record(json: $0) }
    }
}

extension JSONValue {
    var scope: Scope? { string.flatMap { Scope($0) } }

    var resources: [ResourceIndicator]? {
        strings.map { $0.compactMap { ResourceIndicator($0) } }
    }
}
