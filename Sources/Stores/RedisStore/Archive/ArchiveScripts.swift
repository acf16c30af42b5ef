import RedisClient

/// Puts whole records with the times that they bring along, where there are none that live; answers with what is there otherwise.
enum ArchiveScripts {
    /// `ARGV`: time, when the last thing in it expires, then fields and values.
    static let putGrant = RedisScript(
        name: "put-grant",
        source: grantPrelude + """
            local expires = tonumber(ARGV[2])
            if now >= expires then return {'expired'} end
            if grant() then return {'there', redis.call('HGETALL', key)} end
            clear()
            for i = 3, #ARGV, 128 do
                redis.call('HSET', key, unpack(ARGV, i, math.min(i + 127, #ARGV)))
            end
            expire(key, expires)
            return {'written'}
            """)

    /// `ARGV`: time, end, value, how long the key outlives it.
    static let putRecord = RedisScript(
        name: "put-record",
        source: scriptPrelude + """
            local ends = tonumber(ARGV[2])
            if now >= ends then return {'expired'} end
            local value = redis.pcall('GET', KEYS[1])
            local _, expires = stamps(value)
            if expires and now < expires then return {'there', value} end
            redis.call('SET', KEYS[1], ARGV[3])
            expire(KEYS[1], ends, tonumber(ARGV[4]))
            return {'written'}
            """)

    /// `KEYS` as of the other scripts of clients. `ARGV`: time, beginning of keys, id, record, issued, expires, protected, used.
    static let putClient = RedisScript(
        name: "put-client",
        source: clientPrelude + """
            local expires, protection = tonumber(ARGV[6]), tonumber(ARGV[7])
            if now >= expires then return {'expired'} end
            if client(id) then return {'there', redis.call('HMGET', KEYS[1], 't', 'r')} end
            redis.call('SET', KEYS[1], '')
            forget(id)
            redis.call(
                'HSET', KEYS[1], 'r', ARGV[4], 't', stamp(ARGV[5], expires) .. ARGV[7] .. ' ' .. ARGV[8])
            expire(KEYS[1], expires)
            redis.call('ZADD', expiry, ARGV[6], id)
            if protection > now then
                redis.call('ZADD', protected, ARGV[7], id)
            else
                redis.call('ZADD', idle, ARGV[8], id)
            end
            local latest = redis.call('ZREVRANGE', expiry, 0, 0, 'WITHSCORES')[2]
            for i = 2, 4 do expire(KEYS[i], tonumber(latest)) end
            return {'written'}
            """)

    /// `KEYS` as of the other scripts of clients. `ARGV`: time, beginning of keys, id.
    static let removeClient = RedisScript(
        name: "remove-client",
        source: clientPrelude + """
            forget(id)
            return {'removed'}
            """)

    /// `KEYS`: the name of the store. `ARGV`: time, the name if there is none yet, how long it is kept.
    static let identify = RedisScript(
        name: "identify",
        source: """
            local name = redis.call('GET', KEYS[1]) or ARGV[2]
            -- Whoever moves away from a Redis that is full needs the name all the same. Redis looks at its memory only until a
            -- script has written: the first write has to be one that takes none.
            redis.call('UNLINK', KEYS[1])
            redis.call('SET', KEYS[1], name, 'PX', ARGV[3])
            return {'named', name}
            """)

    /// `ARGV`: time, value, for how long it is kept without a look.
    static let putRegister = RedisScript(
        name: "put-register",
        source: registerPrelude + """
            if register() then return {'there', redis.call('GET', KEYS[1])} end
            redis.call('SET', KEYS[1], ARGV[2], 'EX', ARGV[3])
            return {'written'}
            """)

    static let all = [putGrant, putRecord, putClient, putRegister, removeClient, identify]
}
