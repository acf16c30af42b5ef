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

    /// `KEYS[2]`: the note. `ARGV`: time.
    static let revoke = RedisScript(
        name: "revoke-record",
        source: scriptPrelude + """
            local _, expires = stamps(redis.pcall('GET', KEYS[1]))
            redis.call('UNLINK', KEYS[1])
            if not expires or now >= expires then return {'unknown'} end
            note(KEYS[2], expires)
            return {'revoked'}
            """)

    static let all = [insert, revoke]
}
