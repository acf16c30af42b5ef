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
    func seal(_ record: some SealableRecord, under secret: [UInt8]) throws(StoreError) -> SealedRecord {
        try seal(JSONValue.object(record.json).serialized(), under: secret, as: type(of: record).kind)
    }

    func open<Record: SealableRecord>(_ sealed: SealedRecord, under secret: [UInt8]) -> Record? {
        guard let bytes = open(sealed, under: secret, as: Record.kind), let json = try? JSONValue.parse(bytes)
        else { return nil }
        return Record(json: json)
    }
}

extension JSONValue {
    var scope: Scope? { string.flatMap { Scope($0) } }

    var resources: [ResourceIndicator]? {
        strings.map { $0.compactMap { ResourceIndicator($0) } }
    }
}
