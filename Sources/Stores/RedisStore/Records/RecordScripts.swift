import RedisClient

/// The steps of records that stand alone, each a string under a key of its own.
enum RecordScripts {
    /// `ARGV`: time, record, lifetime, how long the key outlives it.
    static let insert = RedisScript(
        name: "insert-record",
        source: scriptPrelude + """
            local ends = now + ARGV[3]
            redis.call('SET', KEYS[1], stamp(now, ends) .. ARGV[2])
            expire(KEYS[1], ends, tonumber(ARGV[4]))
            return {'inserted'}
            """)

    /// The same where there is none that lives.
    static let insertIfAbsent = RedisScript(
        name: "insert-record-if-absent",
        source: scriptPrelude + """
            local _, expires = stamps(redis.pcall('GET', KEYS[1]))
            if expires and now < expires then return {'there'} end
            local ends = now + ARGV[3]
            redis.call('SET', KEYS[1], stamp(now, ends) .. ARGV[2])
            expire(KEYS[1], ends, tonumber(ARGV[4]))
            return {'inserted'}
            """)

    /// `KEYS[2]`: the note. `ARGV`: time. The value goes with the answer.
    static let take = RedisScript(
        name: "take-record",
        source: scriptPrelude + """
            local value = redis.pcall('GET', KEYS[1])
            local _, expires = stamps(value)
            redis.call('UNLINK', KEYS[1])
            if not expires or now >= expires then return {'unknown'} end
            note(KEYS[2], expires)
            return {'revoked', value}
            """)

    static let all = [insert, insertIfAbsent, take]
}
