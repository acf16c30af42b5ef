import OAuthModel
import RedisClient
import Storage

/// The grants of a client or of a subject: a sorted set of their keys by the times until which they may live. In a cluster it is on
/// another node than they are, so it is a step of its own each time: a grant is entered before it is there, and found by what it says itself.
enum IndexScripts {
    /// Enters a grant, or keeps it entered for longer; and lets go of some whose time has passed.
    ///
    /// `KEYS`: the index. `ARGV`: time, grant, lifetime, or else the end.
    static let enter = RedisScript(
        name: "enter-grant",
        source: scriptPrelude + """
            local index = KEYS[1]
            local kind = redis.call('TYPE', index).ok
            if kind ~= 'zset' and kind ~= 'none' then
                -- Redis looks at its memory only until a script has written: the first write has to be one that takes some.
                redis.call('SET', index, '')
                redis.call('UNLINK', index)
            end
            -- Later than the grant, which comes after this.
            local ends = (tonumber(ARGV[4]) or now + ARGV[3]) + \(slack.milliseconds)
            redis.call('ZADD', index, 'GT', text(ends), ARGV[2])
            -- As late as keys end: a clock that is set back a little must not find a grant that is in no index.
            local over = redis.call('ZRANGEBYSCORE', index, '-inf', text(now - 300000), 'LIMIT', 0, 64)
            if #over > 0 then redis.call('ZREM', index, unpack(over)) end
            -- There is none if this one is over already, and it was the only one.
            local latest = redis.call('ZREVRANGE', index, 0, 0, 'WITHSCORES')[2]
            if latest then expire(index, tonumber(latest)) end
            return {'entered'}
            """)

    /// `KEYS`: the index. `ARGV`: time, how many remain, how many are named.
    static let oldest = RedisScript(
        name: "oldest-grants",
        source: scriptPrelude + """
            local live = '(' .. text(now)
            local count = redis.pcall('ZCOUNT', KEYS[1], live, '+inf')
            if type(count) ~= 'number' then return {'damaged'} end
            local excess = math.min(count - ARGV[2], tonumber(ARGV[3]))
            if excess <= 0 then return {'oldest', {}} end
            return {'oldest', redis.call('ZRANGEBYSCORE', KEYS[1], live, '+inf', 'LIMIT', 0, text(excess))}
            """)

    static let all = [enter, oldest]

    /// By so much an entry outlives what it is entered for: so much later than the entry, at most, a grant is put.
    private static let slack = Duration.seconds(60)
}
