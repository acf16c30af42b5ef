import OAuthModel
import RedisClient
package import Storage

/// Asking again after a call was answered as unavailable finds its own work, and is told that it is done.
extension RedisStore: RegisterStore {
    package func load(_ name: RegisterName) async throws(StoreError) -> StoredRegister? {
        let key = keys.register(name)
        guard let value = try value(try await read(.registers, "GET", key).0) else { return nil }
        let register = StoredRegister(value: value)
        if register == nil { reports.damage(.registers, key) }
        return register
    }

    package func replace(
        _ name: RegisterName, with record: SealedRecord, expecting version: Int64?
    ) async throws(StoreError) -> Bool {
        let answer = try await insist(
            RegisterScripts.replace, [keys.register(name)],
            [record.bytes, Array(String(version ?? 0).utf8), Self.lookLifetime], waitingFor: strictWait)
        switch answer.word {
        case "replaced": return true
        case "other": return false
        default: throw .unintelligible
        }
    }
}

extension StoredRegister {
    init?(value: [UInt8]) {
        var reader = ValueReader(value)
        guard let version = reader.number(), Self.versions.contains(version) else { return nil }
        self.init(sealed: reader.sealed(), version: version)
    }

    var value: [UInt8] { Array(String(version).utf8) + [0x20] + sealed.bytes }
}
