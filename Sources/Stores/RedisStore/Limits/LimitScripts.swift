import RedisClient

/// The step of rate limits. A window is a string of its own: when it opened, and how many requests it has admitted.
enum LimitScripts {
    /// `ARGV`: time, limit, period.
    static let admit = RedisScript(
        name: "admit-request",
        source: scriptPrelude + """
            local limit, period = tonumber(ARGV[2]), tonumber(ARGV[3])
            local window = redis.pcall('GET', KEYS[1])
            local opened, count
            if type(window) == 'string' then opened, count = string.match(window, '^(%d+) (%d+)$') end
            opened, count = tonumber(opened), tonumber(count)
            -- What is counted from here on ends with the window: an address should be kept no longer than it is needed.
            if not opened or now < opened or now >= opened + period then
                redis.call('SET', KEYS[1], text(now) .. ' 1', 'PX', text(period))
                return {'admitted'}
            end
            if count >= limit then return {'refused', opened + period - now} end
            redis.call('SET', KEYS[1], text(opened) .. ' ' .. text(count + 1), 'KEEPTTL')
            return {'admitted'}
            """)

    static let all = [admit]
}
