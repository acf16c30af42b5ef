/// What every script begins with. `ARGV[1]` is the time in milliseconds, or empty for the clock of Redis.
///
/// Numbers in values and arguments are decimal text: Lua's own conversion would round a time to fourteen digits.
let scriptPrelude = """
    local now = tonumber(ARGV[1])
    if not now then
        local time = redis.call('TIME')
        now = time[1] * 1000 + math.floor(time[2] / 1000)
    end

    local function text(number) return string.format('%.0f', number) end

    local function stamp(issued, expires) return text(issued) .. ' ' .. text(expires) .. ' ' end

    -- The two times that a value begins with, and where the rest of it starts.
    local function stamps(value)
        if type(value) ~= 'string' then return nil end
        local issued, expires, rest = string.match(value, '^(%d+) (%d+) ()')
        return tonumber(issued), tonumber(expires), rest
    end

    -- The key ends by itself a while after everything in it has expired: a clock that is set back a little must not find
    -- that something is gone which is live.
    local function expire(key, over, grace)
        redis.call('PEXPIRE', key, text(math.max(over - now, 0) + (grace or 300000)))
    end

    -- Notes that something was ended which would have expired then: a number that grows, under the key of the note. Only
    -- where replicas are waited for; and after the first write, since an end must not want for memory.
    local function note(key, over)
        if not key then return end
        local last = redis.pcall('GET', key)
        local number = math.max(now, (type(last) == 'string' and tonumber(last) or 0) + 1)
        redis.call('SET', key, text(number))
        expire(key, over)
        return number
    end


    """
