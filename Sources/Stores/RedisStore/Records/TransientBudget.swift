import OAuthModel
import RedisClient
import Storage

/// How much of Redis the records that strangers cause may take, in bytes.
///
/// Nothing is pushed out: who holds much already is refused first. The upper half is for those who hold next to nothing, so that
/// it takes many hundred addresses to shut the others out.
package struct TransientBudget: Sendable {
    /// Of all together.
    let limit: Int
    /// Of one owner, as long as all together are below half of the limit.
    let share: Int
    /// Of one owner beyond that.
    let spare: Int

    /// About sixty thousand authorizations that wait for their consent; of one address ten thousand, more than the shipped
    /// rate limit lets through in their lifetime.
    package static let standard = TransientBudget(limit: 64 << 20)

    package init(limit: Int) {
        self.limit = limit
        share = limit / 8
        spare = limit / 1024
    }

    /// How long a key outlives its record. A person may start anew, so it is short: who fills the memory of Redis does it with these.
    static let grace = Duration.seconds(30)

    /// A record with its key, about.
    static func weight(of record: SealedRecord) -> Int { record.bytes.count + 256 }
}

/// What is held stands in two hashes, of all and of one owner, by when it expires: so it is right again by itself whatever has happened to
/// the records. It is counted before a record is put, in a step of its own, since in a cluster the record is on another node; what
/// is taken before its time counts until then.
enum BudgetScripts {
    /// `KEYS`: what all hold, what the owner holds. `ARGV`: time, bytes, lifetime of the key, limit, share, spare.
    static let reserve = RedisScript(
        name: "reserve",
        source: scriptPrelude + """
            local bytes, lifetime = tonumber(ARGV[2]), tonumber(ARGV[3])
            local limit, share, spare = tonumber(ARGV[4]), tonumber(ARGV[5]), tonumber(ARGV[6])

            local function holding(key)
                local kind = redis.call('TYPE', key).ok
                if kind ~= 'hash' and kind ~= 'none' then redis.call('UNLINK', key) end
                local h = {key = key, sum = 0, last = 0, over = {}}
                local fields = redis.call('HGETALL', key)
                for i = 1, #fields, 2 do
                    local ends, held = tonumber(fields[i]), tonumber(fields[i + 1])
                    if ends and held and now < ends then
                        h.sum = h.sum + held
                        h.first = math.min(h.first or ends, ends)
                        h.last = math.max(h.last, ends)
                    else
                        table.insert(h.over, fields[i])
                    end
                end
                return h
            end

            local all, own = holding(KEYS[1]), holding(KEYS[2])
            local most = all.sum + bytes <= limit / 2 and share or spare
            if all.sum + bytes > limit then return {'full', 'all', (all.first or now) - now} end
            if own.sum + bytes > most then return {'full', 'own', (own.first or all.first or now) - now} end
            -- So few fields that all of them are read each time.
            local width = math.max(math.floor(lifetime / 16), 1000)
            local ends = text(math.ceil((now + lifetime) / width) * width)
            for _, h in ipairs({all, own}) do
                redis.call('HINCRBY', h.key, ends, text(bytes))
                for _, field in ipairs(h.over) do redis.call('HDEL', h.key, field) end
                redis.call('PEXPIRE', h.key, text(math.max(h.last, tonumber(ends)) - now))
            end
            return {'reserved'}
            """)

    static let all = [reserve]
}

extension RedisStore {
    /// Counts a record that is to be put, or throws that there is no room.
    func reserve(
        _ record: SealedRecord, lifetime: Duration, owner: PeerDigest
    ) async throws(StoreError) {
        let answer = try await run(
            BudgetScripts.reserve, [keys.heldByAll, keys.held(owner)],
            [
                TransientBudget.weight(of: record).argument, (lifetime + TransientBudget.grace).argument,
                budget.limit.argument, budget.share.argument, budget.spare.argument,
            ])
        switch answer.word {
        case "reserved": return
        case "full":
            let isOwn = try answer.bytes(1) == Array("own".utf8)
            throw .full(
                reason: isOwn
                    ? "too many unfinished authorizations of one address"
                    : "too many unfinished authorizations",
                retryAfter: .milliseconds(try answer.number(2)))
        default: throw .unintelligible
        }
    }
}
