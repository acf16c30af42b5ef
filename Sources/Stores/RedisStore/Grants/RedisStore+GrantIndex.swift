import OAuthModel
import RedisClient
package import Storage

/// An entry promises nothing: what is shown is what the grant says of itself, and of a grant that is not there nothing is.
extension RedisStore {
    enum EntryEnd {
        case after(Duration)
        case at(Timestamp)

        fileprivate var arguments: [[UInt8]] {
            switch self {
            case .after(let lifetime): [lifetime.argument]
            case .at(let end): [[], end.argument]
            }
        }
    }

    /// Returns when the grant, which may not be there yet, is found under both of its digests for as long as it may live.
    func enter(_ key: GrantKey, _ summary: GrantSummary, _ end: EntryEnd) async throws(StoreError) {
        let arguments = [key.bytes] + end.arguments
        _ = try await inParallel([summary.client, summary.subject]) { index throws(StoreError) in
            let answer = try await self.insist(
                IndexScripts.enter, [self.keys.index(index)], arguments, waitingFor: self.wait)
            guard answer.word == "entered" else { throw .unintelligible }
        }
    }

    /// Takes the entries of a grant away that has ended in the step that is answered so. Those that stay show nothing, and go when their
    /// time is over. Of a grant that was not found nobody knows whether it is on its way.
    func leave(_ key: GrantKey, _ answer: ScriptAnswer) async {
        guard answer.has(1), let digests = try? answer.bytes(1) else { return }
        await leave(key, digests)
    }

    /// - Parameter digests: The value of a summary, or what it begins with.
    func leave(_ key: GrantKey, _ digests: [UInt8]) async {
        guard let summary = GrantSummary(value: digests) else { return }
        _ = try? await inParallel([summary.client, summary.subject]) { index throws(StoreError) in
            _ = try? await self.client.send([RedisCommand("ZREM", key: self.keys.index(index), [key.bytes])])
        }
    }

    package func summaries(
        under index: IndexDigest, limit: Int
    ) async throws(StoreError) -> [SummarizedGrant] {
        let name = keys.index(index)
        var found: [GrantKey: SummarizedGrant] = [:]
        var cursor = Array("0".utf8)
        repeat {
            let (reply, now) = try await read(
                .grants, "ZSCAN", name, [cursor, Array("COUNT".utf8), Self.page.argument])
            if reply == .null { break }
            guard case .list(let parts) = reply, parts.count == 2, case .bytes(let next) = parts[0],
                case .list(let entries) = parts[1]
            else { throw .unintelligible }
            cursor = next
            // Each is followed by its score. They may come twice while the index changes.
            let members = stride(from: 0, to: entries.count, by: 2).compactMap { position -> GrantKey? in
                guard case .bytes(let bytes) = entries[position], bytes.count == 32 else { return nil }
                return GrantKey(bytes: bytes)
            }
            let shown = try await inParallel(members) { key throws(StoreError) in
                try await self.summary(of: key, under: index, at: now)
            }
            for one in shown.compactMap(\.self) where found.count < limit { found[one.key] = one }
        } while cursor != Array("0".utf8) && found.count < limit
        return Array(found.values)
    }

    package func oldest(
        under index: IndexDigest, beyond count: Int
    ) async throws(StoreError) -> [GrantKey] {
        let name = keys.index(index)
        let answer = try await run(
            IndexScripts.oldest, [name], [count.argument, GrantLimits.endedAtOnce.argument])
        if answer.word == "damaged" {
            reports.damage(.grants, name)
            return []
        }
        guard answer.word == "oldest", case .list(let members) = try answer.reply(1) else {
            throw .unintelligible
        }
        return members.compactMap { member in
            guard case .bytes(let bytes) = member, bytes.count == 32 else { return nil }
            return GrantKey(bytes: bytes)
        }
    }

    /// So many entries are looked at in one step.
    private static let page = 256

    private func summary(
        of key: GrantKey, under index: IndexDigest, at now: Timestamp
    ) async throws(StoreError) -> SummarizedGrant? {
        let command = RedisCommand("HMGET", key: keys.grant(key), [GrantField.frame, GrantField.summary])
        let reply: RedisReply?
        do throws(RedisFailure) {
            reply = try await client.send([command]).first
        } catch .refused("WRONGTYPE", _) {
            return nil
        } catch { throw unavailable(error) }
        guard case .list(let fields) = reply, fields.count == 2 else { throw .unintelligible }
        guard case .bytes(let frame) = fields[0], case .bytes(let value) = fields[1],
            let end = ValueReader.end(frame: frame), now < end, let summary = GrantSummary(value: value),
            [summary.client, summary.subject].contains(index)
        else { return nil }
        return SummarizedGrant(key: key, summary: summary.sealed)
    }
}
