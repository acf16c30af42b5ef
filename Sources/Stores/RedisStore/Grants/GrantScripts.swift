import RedisClient

/// The steps that a grant is taken through. Each is given the grant's one key, so each is atomic, in a cluster too.
///
/// A step that is given once more with the same arguments, because the answer to the first time was lost, finds what that
/// left behind and gives its answer again: the digests that a call inserts are random and name the call.
enum GrantScripts {
    /// `ARGV`: time, code digest, record, lifetime, summary.
    static let insert = RedisScript(
        name: "insert-code",
        source: grantPrelude + """
            if grant() then
                local value = code(ARGV[2])
                return {value and not read('u') and 'inserted' or 'exists'}
            end
            clear()
            local ends = now + ARGV[4]
            redis.call('HSET', key, 'c', stamp(now, ends) .. ARGV[2] .. ARGV[3], 's', ARGV[5])
            keep({ends = ends, over = ends, first = 1, next = 1})
            return {'inserted'}
            """)

    /// `ARGV`: time, grant lifetime, summary, then the tokens as `issue` takes them.
    static let begin = RedisScript(
        name: "begin-grant",
        source: grantPrelude + """
            if grant() then return issued(ARGV[4], ARGV[7]) or {'exists'} end
            clear()
            redis.call('HSET', key, 's', ARGV[3])
            local g = {ends = now + ARGV[2], over = now, first = 1, next = 1}
            local answer = issue(g, 4, nobody)
            keep(g)
            return answer
            """)

    /// `ARGV`: time, code digest, limit.
    static let countFailure = RedisScript(
        name: "count-failure",
        source: grantPrelude + """
            if not grant() or not code(ARGV[2]) or read('u') then return {'unknown'} end
            local failures = (tonumber(read('f')) or 0) + 1
            if failures >= tonumber(ARGV[3]) then
                return finish('dead')
            end
            redis.call('HSET', key, 'f', text(failures))
            return {'counted'}
            """)

    /// `ARGV`: time, code digest, grant lifetime, summary, then the tokens as `issue` takes them.
    static let redeem = RedisScript(
        name: "redeem",
        source: grantPrelude + """
            local g = grant()
            if not g or not code(ARGV[2]) then return {'unknown'} end
            local winner = read('u')
            if winner then
                return winner == ARGV[5] and issued(ARGV[5], ARGV[8]) or {'already'}
            end
            redis.call('HSET', key, 'u', ARGV[5], 's', ARGV[4])
            g.ends = now + ARGV[3]
            local answer = issue(g, 5, nobody)
            keep(g)
            return answer
            """)

    /// `KEYS[2]`: the note. `ARGV`: time, access token digest.
    static let revokeAccessToken = RedisScript(
        name: "revoke-access-token",
        source: grantPrelude + """
            local g = grant()
            if not g or not live('a' .. ARGV[2]) then return {'unknown'} end
            redis.call('HDEL', key, 'a' .. ARGV[2])
            -- A frame and a summary are left of a grant that has nothing else.
            local answer = {'revoked'}
            if redis.call('HLEN', key) <= 2 then answer = finish('revoked') end
            note(KEYS[2], g.over)
            return answer
            """)

    /// `KEYS[2]`: the note. `ARGV`: time.
    static let revoke = RedisScript(
        name: "revoke-grant",
        source: grantPrelude + """
            local g = grant()
            local answer = finish(g and 'revoked' or 'unknown')
            if g then note(KEYS[2], g.over) end
            return answer
            """)

    static let all = [insert, begin, countFailure, redeem, rotate, revokeIfReused, revokeAccessToken, revoke]
}
