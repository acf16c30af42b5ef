import OAuthModel
import RedisClient
package import Storage
import WireText

extension RedisStore {
    /// Why a server does not start on what is there.
    package enum Refusal: Sendable, Equatable {
        case otherSecret
        /// It may hold what was revoked since.
        case halfACopy
        /// A later version of this program has been there.
        case newerFormat
    }

    /// Throws when the records are another server's, half of a copy or of a newer format, or when that can't be found out.
    ///
    /// Whose they are tells a key of its own, which the first server sets. It ends a year after the last look, and with the database: then the
    /// clients that are there have to open.
    package func checkRecords() async throws(StoreError) {
        try await insist(look(tells: true))
        // That it can't be written is for others to tell.
        if gate != nil {
            _ = try? await client.send(
                ([keys.secret, keys.format] + RegisterName.allCases.map { keys.register($0) })
                    .map { RedisCommand("EXPIRE", key: $0, [Self.lookLifetime]) })
        }
    }

    /// The same, and whether the store can be written, in one round trip.
    func checkRecordsAndWriting() async throws(StoreError) {
        let arguments = [Array("1".utf8), Array("EX".utf8), Array("60".utf8)]
        try await insist(look(tells: true, RedisCommand("SET", key: keys.probe, arguments)))
    }

    private func insist(_ refusal: Refusal?) throws(StoreError) {
        switch refusal {
        case .otherSecret: throw .otherSecret
        case .halfACopy: throw .halfACopy
        case .newerFormat: throw .newerFormat
        case nil: break
        }
    }

    /// For the start, which refuses instead of telling; `nil` where nothing is wrong, and of a Redis that doesn't tell and so may not be
    /// there yet.
    package func refusal() async -> Refusal? {
        let found = try? await within(patience) { () async throws(StoreError) -> Refusal? in
            // A request waits but a part of the time that the first connection may take.
            for _ in 1..<4 {
                do { return try await self.look(tells: false) } catch { continue }
            }
            return try await self.look(tells: false)
        }
        return gate?.hasOtherSecret == true ? .otherSecret : found ?? nil
    }

    /// Asked before anything is read or changed: then ``passGate()`` has to be waited for.
    var isShut: Bool { gate.map { !$0.isOpen } ?? false }

    func passGate() async throws(StoreError) {
        if gate?.hasOtherSecret == true { throw .otherSecret }
        try await checkRecords()
    }

    /// - Parameter other: A command on a key beside those that are looked at.
    private func look(tells: Bool, _ other: RedisCommand? = nil) async throws(StoreError) -> Refusal? {
        let replies: [RedisReply]
        do throws(RedisFailure) {
            replies = try await client.send(
                [
                    RedisCommand("EXISTS", key: keys.copyMark), RedisCommand("GET", key: keys.format),
                    RedisCommand("GET", key: keys.secret),
                ] + [other].compactMap(\.self))
        } catch { throw unavailable(error) }
        guard replies.first == .integer(0) else {
            gate?.shut()
            return .halfACopy
        }
        guard replies.count > 2 else { throw .unintelligible }
        guard try Self.reads(format: replies[1]) else {
            gate?.shut()
            return .newerFormat
        }
        guard let gate else { return nil }
        let isRight = try await isRight(gate.proof, there: replies[2])
        if isRight, replies[1] == .null { try await setFormat() }
        gate.set(isRight: isRight, tells: tells)
        guard isRight else { return .otherSecret }
        client.expect(Base64URL.encodedBytes(gate.proof.mark), under: keys.secret)
        return nil
    }

    /// Of the keys that are looked at, from the last look on.
    static let lookLifetime = 31_622_400.argument

    private func isRight(_ proof: SecretProof, there: RedisReply) async throws(StoreError) -> Bool {
        let mark = Base64URL.encodedBytes(proof.mark)
        switch there {
        case .bytes(let there): return there == mark
        case .null: break
        default: throw .unintelligible
        }
        guard try await opensClients(proof) else { return false }
        let options = [Array("EX".utf8), Self.lookLifetime, Array("NX".utf8), Array("GET".utf8)]
        switch try await ask(RedisCommand("SET", key: keys.secret, [mark] + options)) {
        case .null: return true
        // Another server was faster.
        case .bytes(let there): return there == mark
        default: throw .unintelligible
        }
    }

    /// Whether there are no clients, or one of some that are there opens.
    private func opensClients(_ proof: SecretProof) async throws(StoreError) -> Bool {
        let newest = RedisCommand("ZREVRANGE", key: keys.clientExpiry, [0.argument, 31.argument])
        guard case .list(let ids) = try await ask(newest) else { throw .unintelligible }
        var isEmpty = true
        for case .bytes(let bytes) in ids {
            let id = ClientID(rawValue: String(decoding: bytes, as: UTF8.self))
            let reply = try await ask(RedisCommand("HGET", key: keys.client(id), [Array("r".utf8)]))
            guard case .bytes(let record) = reply else { continue }
            if proof.opens(id, SealedRecord(bytes: record)) { return true }
            isEmpty = false
        }
        return isEmpty
    }

    /// Past the gate.
    func ask(_ command: RedisCommand) async throws(StoreError) -> RedisReply? {
        do { return try await client.send([command]).first } catch { throw unavailable(error) }
    }
}

extension StoreError {
    static let otherSecret = StoreError.unavailable(reason: RedisTrouble.otherSecret.words)
    static let newerFormat = StoreError.unavailable(
        reason: "the records in redis were written by a newer mcp-auth than this one")
    static let halfACopy = StoreError.unavailable(reason: "a copy into this redis has not been finished")
}
