import OAuthModel
import RedisClient
import Storage

/// How the ports ask Redis.
extension RedisStore {
    /// Reads with one command, and the time with it. What has the wrong type is absent.
    func read(
        _ kind: RecordGroup, _ name: String, _ key: [UInt8], _ arguments: [[UInt8]] = []
    ) async throws(StoreError) -> (RedisReply, Timestamp) {
        if isShut { try await passGate() }
        let command = RedisCommand(name, key: key, arguments)
        let commands: [RedisCommand]
        switch time {
        case .server: commands = [command, Self.askTime]
        case .given: commands = [command]
        }
        let replies: [RedisReply]
        do throws(RedisFailure) {
            replies = try await client.send(commands)
        } catch .refused("WRONGTYPE", _) {
            reports.damage(kind, key)
            return (.null, Timestamp(milliseconds: 0))
        } catch { throw unavailable(error) }
        guard replies.count == commands.count else { throw .unintelligible }
        switch time {
        case .server: return (replies[0], try Self.time(replies[1]))
        case .given(let clock): return (replies[0], clock())
        }
    }

    /// Runs a script whose first argument is the time.
    func run(
        _ script: RedisScript, _ keys: [[UInt8]], _ arguments: [[UInt8]], waitingFor wait: ReplicaWait? = nil
    ) async throws(StoreError) -> ScriptAnswer {
        if isShut { try await passGate() }
        let reply: RedisReply
        do throws(RedisFailure) {
            reply = try await attempt(script, keys, arguments, waitingFor: wait)
        } catch { throw unavailable(error, waitingFor: wait) }
        return try ScriptAnswer(reply)
    }

    /// The same, and once more when the answer to the first time was lost: for scripts that know their own work again.
    func insist(
        _ script: RedisScript, _ keys: [[UInt8]], _ arguments: [[UInt8]], waitingFor wait: ReplicaWait? = nil
    ) async throws(StoreError) -> ScriptAnswer {
        if isShut { try await passGate() }
        let reply: RedisReply
        do throws(RedisFailure) {
            reply = try await attempt(script, keys, arguments, waitingFor: wait)
        } catch .unavailable {
            return try await run(script, keys, arguments, waitingFor: wait)
        } catch { throw unavailable(error) }
        return try ScriptAnswer(reply)
    }

    private func attempt(
        _ script: RedisScript, _ keys: [[UInt8]], _ arguments: [[UInt8]], waitingFor wait: ReplicaWait?
    ) async throws(RedisFailure) -> RedisReply {
        let now: [UInt8]
        switch time {
        case .server: now = []
        case .given(let clock): now = clock().argument
        }
        return try await client.run(script, keys: keys, arguments: [now] + arguments, waitingFor: wait)
    }

    func unavailable(_ failure: RedisFailure, waitingFor wait: ReplicaWait? = nil) -> StoreError {
        reports.tell(failure)
        return StoreError(failure, waitingFor: wait)
    }

    private static let askTime = RedisCommand("TIME")

    private static func time(_ reply: RedisReply) throws(StoreError) -> Timestamp {
        guard case .list(let parts) = reply, parts.count == 2, case .bytes(let seconds) = parts[0],
            case .bytes(let microseconds) = parts[1], let seconds = decimal(seconds),
            let microseconds = decimal(microseconds), (0..<lastSecond).contains(seconds),
            (0..<1_000_000).contains(microseconds)
        else { throw .unintelligible }
        return Timestamp(milliseconds: seconds * 1000 + microseconds / 1000)
    }

    /// The end of the year 9999: no clock shows more, and who says so must not end everything that lives.
    private static let lastSecond: Int64 = 253_402_300_800

    private static func decimal(_ text: [UInt8]) -> Int64? {
        var reader = ValueReader(text + [0x20])
        return reader.number()
    }
}
