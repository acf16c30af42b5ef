import Cryptography
import OAuthModel
import RedisClient
package import Storage
import WireText

/// Reads are many at a time, each a command on one key; puts are many at a time, each a script on the keys of one record.
extension RedisStore: StoreArchive {
    package func identity() async throws(StoreError) -> String {
        let name = Base64URL.encodedBytes(RandomSource.system.bytes(16))
        let answer = try await run(
            ArchiveScripts.identify, [keys.identity], [name, Self.copyLifetime.argument])
        return String(decoding: try answer.bytes(1), as: UTF8.self)
    }

    package func pages() async throws(StoreError) -> any ArchivePages {
        let scan = try await KeyScan(self)
        return RedisPages(store: self, scan: scan)
    }

    package func load(_ names: [RecordName]) async throws(StoreError) -> ArchivePage {
        let now = try await now()
        let found: [Found] = try await inParallel(names) { name throws(StoreError) in
            try await self.find(name)
        }
        var page = ArchivePage(records: [], readAt: now)
        for one in found {
            switch one {
            case .record(let record): page.records.append(record)
            case .nothing: break
            case .unreadable: page.unreadable += 1
            }
        }
        return page
    }

    package func put(_ records: [ArchivedRecord]) async throws(StoreError) -> [RecordPlacement] {
        let now = try await now()
        return try await inParallel(records) { record throws(StoreError) in
            let answer = try await self.put(record)
            switch answer.word {
            case "written": return .written
            case "expired": return .expired
            case "there":
                let there = try self.record(record.name, try answer.reply(1))
                return there?.living(at: now) == record.living(at: now) ? .present : .conflicting
            default: throw .unintelligible
            }
        }
    }

    package func remove(_ names: [RecordName]) async throws(StoreError) {
        _ = try await inParallel(names) { name throws(StoreError) in try await self.remove(name) }
    }

    package func someClients() async throws(StoreError) -> [ArchivedRecord] {
        let range = [0.argument, 7.argument]
        let (reply, now) = try await read(.clients, "ZREVRANGE", keys.clientExpiry, range)
        guard case .list(let ids) = reply else { return [] }
        var names: [RecordName] = []
        for case .bytes(let id) in ids {
            names.append(.client(ClientID(rawValue: String(decoding: id, as: UTF8.self))))
        }
        return try await load(names).records.filter { $0.living(at: now) != nil }
    }

    package func place(of name: RecordName) async throws(StoreError) -> RecordPlace? {
        let key = LogText.whole(keys.key(of: name))
        return RecordPlace(name: "the key \(key)", removal: "redis-cli UNLINK '\(key)'")
    }
}

extension RedisStore {
    fileprivate enum Found: Sendable {
        case record(ArchivedRecord)
        case nothing
        case unreadable
    }

    private func now() async throws(StoreError) -> Timestamp {
        try await read(.grants, "GET", keys.probe).1
    }

    private func remove(_ name: RecordName) async throws(StoreError) {
        let key = keys.key(of: name)
        if case .client(let id) = name {
            _ = try await run(
                ArchiveScripts.removeClient, clientKeys(key), [keys.clientPrefix, Array(id.rawValue.utf8)])
        } else if case .grant(let grant) = name {
            try await remove(grant)
        } else {
            do { _ = try await client.send([RedisCommand("UNLINK", key: key)]) } catch {
                throw StoreError(error)
            }
        }
    }

    private func remove(_ grant: GrantKey) async throws(StoreError) {
        let key = keys.grant(grant)
        let reply: RedisReply?
        do throws(RedisFailure) {
            reply = try await client.send([
                RedisCommand("HGET", key: key, [GrantField.summary]), RedisCommand("UNLINK", key: key),
            ]).first
        } catch .refused("WRONGTYPE", _) {
            // That there is no summary; it was removed all the same.
            return
        } catch { throw StoreError(error) }
        if case .bytes(let summary) = reply { await leave(grant, summary) }
    }

    private func clientKeys(_ key: [UInt8]) -> [[UInt8]] {
        [key, keys.clientExpiry, keys.idleClients, keys.protectedClients]
    }

    private func put(_ record: ArchivedRecord) async throws(StoreError) -> ScriptAnswer {
        let key = keys.key(of: record.name)
        switch record {
        case .client(let id, let client):
            return try await run(
                ArchiveScripts.putClient, clientKeys(key),
                [keys.clientPrefix, Array(id.rawValue.utf8)] + client.arguments)
        case .grant(let name, let grant):
            if let summary = grant.summary {
                try await enter(name, summary, .at(max(grant.endsAt, grant.expiresAt)))
            }
            return try await run(ArchiveScripts.putGrant, [key], [grant.expiresAt.argument] + grant.fields)
        case .record(let kind, _, let record): return try await put(record, key, grace: kind.grace)
        case .register(_, let stored):
            return try await run(ArchiveScripts.putRegister, [key], [stored.value, Self.lookLifetime])
        }
    }

    private func put(
        _ record: StoredRecord, _ key: [UInt8], grace: Duration
    ) async throws(StoreError) -> ScriptAnswer {
        try await run(
            ArchiveScripts.putRecord, [key],
            [record.validity.expiresAt.argument, record.value, grace.argument])
    }

    private func find(_ name: RecordName) async throws(StoreError) -> Found {
        let key = keys.key(of: name)
        let command =
            switch name {
            case .client: RedisCommand("HMGET", key: key, [Array("t".utf8), Array("r".utf8)])
            case .grant: RedisCommand("HGETALL", key: key)
            case .record, .register: RedisCommand("GET", key: key)
            }
        let reply: RedisReply?
        do throws(RedisFailure) {
            reply = try await client.send([command]).first
        } catch .refused("WRONGTYPE", _) {
            return .unreadable
        } catch { throw StoreError(error) }
        switch reply {
        case nil, .null, .list([]), .list([.null, .null]): return .nothing
        case .some(let reply): return try record(name, reply).map { .record($0) } ?? .unreadable
        }
    }

    /// What is under a name, as a command or a script has read it; `nil` when it can't be read as that.
    private func record(_ name: RecordName, _ reply: RedisReply) throws(StoreError) -> ArchivedRecord? {
        switch (name, reply) {
        case (.client(let id), .list(let values)):
            guard values.count == 2, case .bytes(let times) = values[0], case .bytes(let record) = values[1]
            else { return nil }
            return ArchivedClient(times: times, record: record).map { .client(id, $0) }
        case (.grant(let key), .list(let values)):
            var fields: [[UInt8]: [UInt8]] = [:]
            for index in stride(from: 0, to: values.count - 1, by: 2) {
                guard case .bytes(let field) = values[index], case .bytes(let value) = values[index + 1]
                else { throw .unintelligible }
                fields[field] = value
            }
            return ArchivedGrant(fields: fields).map { .grant(key, $0) }
        case (.record(let kind, let digest), .bytes(let value)):
            return ValueReader.record(value).map { .record(kind, digest, $0) }
        case (.register(let name), .bytes(let value)):
            return StoredRegister(value: value).map { .register(name, $0) }
        default: throw .unintelligible
        }
    }
}

/// What `SCAN` finds, page by page.
private struct RedisPages: ArchivePages {
    let store: RedisStore
    var scan: KeyScan

    var total: Int { scan.total }

    mutating func next() async throws(StoreError) -> ArchivePage? {
        guard let names = try await scan.next() else { return nil }
        return try await store.load(names)
    }
}
