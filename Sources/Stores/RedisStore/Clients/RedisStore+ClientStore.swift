package import OAuthModel
import RedisClient
package import Storage

/// Asking again after a call was answered as unavailable: a registration that was done is answered as done, and one that is
/// begun anew has another id.
extension RedisStore: ClientStore {
    package func insert(
        _ record: SealedRecord, as id: ClientID, lifetime: Duration, limit: Int
    ) async throws(StoreError) -> ClientInsertion {
        try await insert(id, [record.bytes, lifetime.argument, limit.argument])
    }

    package func keep(
        _ record: SealedRecord, as id: ClientID, lifetime: Duration, protectedFor: Duration, limit: Int
    ) async throws(StoreError) -> ClientInsertion {
        try await insert(
            id, [record.bytes, lifetime.argument, limit.argument, protectedFor.argument])
    }

    private func insert(_ id: ClientID, _ arguments: [[UInt8]]) async throws(StoreError) -> ClientInsertion {
        let answer = try await run(
            ClientScripts.insert, keys(of: id), [keys.clientPrefix, bytes(id)] + arguments)
        switch answer.word {
        case "inserted":
            let evicted = String(decoding: try answer.bytes(3), as: UTF8.self)
            return .inserted(
                try answer.validity(from: 1, to: 2),
                evicted: evicted.isEmpty ? nil : ClientID(rawValue: evicted))
        case "full": return .full
        default: throw .unintelligible
        }
    }

    package func load(_ id: ClientID) async throws(StoreError) -> StoredRecord? {
        let key = keys.client(id)
        let (reply, now) = try await read(.clients, "HMGET", key, [Array("t".utf8), Array("r".utf8)])
        if reply == .null { return nil }
        guard case .list(let fields) = reply, fields.count == 2 else { throw .unintelligible }
        if fields == [.null, .null] { return nil }
        guard case .bytes(let times) = fields[0], case .bytes(let record) = fields[1],
            case var reader = ValueReader(times), let validity = reader.validity()
        else {
            reports.damage(.clients, key)
            return nil
        }
        let stored = StoredRecord(sealed: SealedRecord(bytes: record), validity: validity)
        return stored.isLive(at: now) ? stored : nil
    }

    /// Never fails: a use that could not be noted is worth a word to the operator, but not the tokens that were issued
    /// just before and would be lost with a failure.
    package func renew(
        _ id: ClientID, lifetime: Duration, protectedFor: Duration
    ) async throws(StoreError) {
        do throws(StoreError) {
            _ = try await run(
                ClientScripts.renew, keys(of: id),
                [keys.clientPrefix, bytes(id), lifetime.argument, protectedFor.argument])
            reports.use(missed: nil)
        } catch {
            reports.use(missed: error.reason)
        }
    }

    private func keys(of id: ClientID) -> [[UInt8]] {
        [keys.client(id), keys.clientExpiry, keys.idleClients, keys.protectedClients]
    }

    private func bytes(_ id: ClientID) -> [UInt8] { Array(id.rawValue.utf8) }
}
