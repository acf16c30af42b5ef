import OAuthModel
import RedisClient
import Storage

extension GrantScripts {
    /// `ARGV`: time, refresh token digest, `strict`, `grace` or `replay`, window, replay, then the tokens as `issue`
    /// takes them; the summary; `later`, where an end is a step of its own, else `now`; and `entered` by whoever has entered a grant
    /// without a summary in the index.
    static let rotate = RedisScript(
        name: "rotate",
        source: reusePrelude + """
            if not token then return {'unknown'} end

            -- Lets go of refresh tokens that have expired, oldest first, a few at a time; and of a code that has expired.
            local function prune()
                local _, expires = stamps(read('c'))
                if expires and now >= expires then redis.call('HDEL', key, 'c', 'u', 'f') end
                for _ = 1, 16 do
                    if g.first >= g.next then return end
                    local place = 'q' .. text(g.first)
                    local oldest = read(place)
                    local token = oldest and refresh(oldest)
                    if token and (now < token.expires or live('a' .. token.access)) then return end
                    if token then redis.call('HDEL', key, 'a' .. token.access) end
                    if oldest then redis.call('HDEL', key, 'r' .. oldest, 'p' .. oldest) end
                    redis.call('HDEL', key, place)
                    g.first = g.first + 1
                end
            end

            -- A grant that is older than summaries has to be in the index before it gets one.
            local function mustBeEntered() return ARGV[14] ~= 'entered' and not entered() end
            local unentered = {'unentered', g.ends}

            local function rotated(predecessor)
                local answer = issue(g, 6, predecessor)
                redis.call('HSET', key, 's', ARGV[12])
                prune()
                keep(g)
                return answer
            end

            local function reused()
                return ARGV[13] == 'later' and {'reused'} or finish('reused')
            end

            -- More than a client that behaves can gather.
            if g.next - g.first >= \(GrantLimits.refreshTokens) then return reused() end

            if token.spent == 0 then
                if mustBeEntered() then return unentered end
                local predecessor = token.link
                token.spent = now
                token.link = ARGV[9]
                -- First, because it takes memory: Redis looks at that only until a script has written.
                put(digest, token)
                redis.call('HDEL', key, 'a' .. token.access)
                -- Whoever holds this token has received the answer that it came with.
                if predecessor ~= nobody then redis.call('HDEL', key, 'p' .. predecessor) end
                local answer = rotated(digest)
                redis.call('HSET', key, 'p' .. digest, text(answer[3]) .. ' ' .. ARGV[5])
                return answer
            end

            if token.link == ARGV[9] then
                return issued(ARGV[6], ARGV[9]) or {'unknown'}
            end

            local excused, remaining, record = excuse()
            if excused == 'grace' then return mustBeEntered() and unentered or rotated(nobody) end
            if excused == 'replay' then return {'replayed', remaining, record} end
            return reused()
            """)

    /// `KEYS[2]`: the note. `ARGV`: time, refresh token digest, `strict`, `grace` or `replay`, window.
    static let revokeIfReused = RedisScript(
        name: "revoke-if-reused",
        source: reusePrelude + """
            if not token or token.spent == 0 or excuse() then return {'unknown'} end
            local answer = finish('revoked')
            note(KEYS[2], g.over)
            return answer
            """)
}

/// A refresh token that is presented, and what excuses that it comes again.
private let reusePrelude =
    grantPrelude + """
        local digest, mode, window = ARGV[2], ARGV[3], tonumber(ARGV[4])
        local g = grant()
        local token = g and refresh(digest)
        if token and now >= token.expires then token = nil end

        -- Whether the token, which was spent before, may be spent again (`grace`) or is given its answer again (`replay`: what
        -- is left of the access token in it, and the answer).
        local function excuse()
            local elapsed = now - token.spent
            if elapsed >= window or -elapsed >= math.min(window, \(RefreshReuse.clockTolerance.milliseconds)) then
                return nil
            end
            if mode == 'grace' then return 'grace' end
            local successor = mode == 'replay' and refresh(token.link)
            if not successor or successor.spent ~= 0 then return nil end
            local value = read('p' .. digest) or ''
            local expires, rest = string.match(value, '^(%d+) ()')
            if expires then return 'replay', math.max(expires - now, 0), string.sub(value, rest) end
        end


        """
