import RedisClient

/// The steps of registered clients. `KEYS`: the client's hash, then the sorted sets `expiry`, `idle` and `protected`.
///
/// The hashes of clients that have to go are named by `ARGV[2]`, with which the keys of all of them begin: the hash tag
/// in it puts them on the node of the four keys.
enum ClientScripts {
    /// `ARGV`: time, beginning of keys, id, record, lifetime, limit; and where it takes the place of what is there, protection.
    static let insert = RedisScript(
        name: "insert-client",
        source: clientPrelude + """
            local taken, record = client(id)
            -- The same record again is the same call again: each is sealed with a nonce of its own.
            if taken and record == ARGV[4] then return {'inserted', taken.issued, taken.expires, ''} end
            if taken and not ARGV[7] then return {'full'} end
            -- Redis looks at its memory only until a script has written: the first write has to be one that takes some.
            redis.call('SET', KEYS[1], '')
            forget(id)
            -- Those that have expired don't count, forgotten or not.
            for _, over in ipairs(redis.call('ZRANGEBYSCORE', expiry, '-inf', text(now), 'LIMIT', 0, 64)) do
                forget(over)
            end
            local evicted = ''
            -- Who has a place needs no other.
            while not taken and redis.call('ZCOUNT', expiry, '(' .. text(now), '+inf') >= tonumber(ARGV[6]) do
                unprotect()
                local oldest = redis.call('ZRANGE', idle, 0, 0)[1]
                if not oldest then return {'full'} end
                local lives = client(oldest)
                forget(oldest)
                if lives then
                    evicted = oldest
                    break
                end
            end
            local expires, protected = now + ARGV[5], now + (ARGV[7] or 0)
            if taken then
                expires, protected = math.max(expires, taken.expires), math.max(protected, taken.protected)
            end
            redis.call('HSET', KEYS[1], 'r', ARGV[4])
            use(id, {issued = now, expires = expires, protected = protected})
            return {'inserted', now, expires, evicted}
            """)

    /// `ARGV`: time, beginning of keys, id, lifetime, protection.
    static let renew = RedisScript(
        name: "renew-client",
        source: clientPrelude + """
            local known = client(id)
            if not known then return {'unknown'} end
            known.expires = math.max(known.expires, now + ARGV[4])
            known.protected = math.max(known.protected, now + ARGV[5])
            use(id, known)
            return {'renewed'}
            """)

    static let all = [insert, renew]
}

/// What the scripts of clients share. What the fields mean is said in docs/redis-keys.md.
let clientPrelude =
    scriptPrelude + """
        local expiry, idle, protected = KEYS[2], KEYS[3], KEYS[4]
        local id = ARGV[3]

        -- An index that is something else than a sorted set is no index.
        for i = 2, 4 do
            local kind = redis.call('TYPE', KEYS[i]).ok
            if kind ~= 'zset' and kind ~= 'none' then redis.call('UNLINK', KEYS[i]) end
        end

        local function client(id)
            local fields = redis.pcall('HMGET', ARGV[2] .. id, 't', 'r')
            if fields.err or not fields[1] or not fields[2] then return nil end
            local issued, expires, protected, used = string.match(fields[1], '^(%d+) (%d+) (%d+) (%d+)$')
            if not issued or now >= tonumber(expires) then return nil end
            return {
                issued = tonumber(issued), expires = tonumber(expires), protected = tonumber(protected),
                used = tonumber(used)
            }, fields[2]
        end

        local function forget(id)
            redis.call('UNLINK', ARGV[2] .. id)
            for i = 2, 4 do redis.call('ZREM', KEYS[i], id) end
        end

        -- Moves clients whose protection has ended to those that may be evicted, first ended first.
        local function unprotect()
            local ended = redis.call('ZRANGEBYSCORE', protected, '-inf', text(now), 'LIMIT', 0, 1024)
            for _, id in ipairs(ended) do
                local known = client(id)
                redis.call('ZREM', protected, id)
                redis.call('ZADD', idle, known and text(known.used) or '0', id)
            end
        end

        -- Notes a use now. Its place in the order of uses is the time in 1/1024 of a millisecond, made later where that
        -- is needed to come after all others.
        local function use(id, known)
            local last = redis.call('ZREVRANGE', idle, 0, 0, 'WITHSCORES')[2]
            known.used = math.max(now * 1024, (tonumber(last) or 0) + 1)
            redis.call(
                'HSET', ARGV[2] .. id, 't',
                stamp(known.issued, known.expires) .. text(known.protected) .. ' ' .. text(known.used))
            expire(ARGV[2] .. id, known.expires)
            redis.call('ZADD', expiry, text(known.expires), id)
            if known.protected > now then
                redis.call('ZADD', protected, text(known.protected), id)
                redis.call('ZREM', idle, id)
            else
                redis.call('ZADD', idle, text(known.used), id)
                redis.call('ZREM', protected, id)
            end
            local latest = redis.call('ZREVRANGE', expiry, 0, 0, 'WITHSCORES')[2]
            for i = 2, 4 do expire(KEYS[i], tonumber(latest)) end
        end


        """
