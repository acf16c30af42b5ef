/// What the scripts of grants share: reading and writing the fields of the hash `KEYS[1]`. What they mean is said in
/// docs/redis-keys.md.
let grantPrelude =
    scriptPrelude + """
        local key = KEYS[1]
        local nobody = string.rep(string.char(0), 32)

        -- A key that holds something else than a hash has no fields.
        local function read(field)
            local value = redis.pcall('HGET', key, field)
            return type(value) == 'string' and value or nil
        end

        local function live(field)
            local _, expires = stamps(read(field))
            return expires ~= nil and now < expires
        end

        -- A grant counts for as long as something in it does.
        local function grant()
            local ends, over, first, next = string.match(read('g') or '', '^(%d+) (%d+) (%d+) (%d+)$')
            if not ends or now >= tonumber(over) then return nil end
            return {
                ends = tonumber(ends), over = tonumber(over), first = tonumber(first), next = tonumber(next)
            }
        end

        local function keep(g)
            local value = {text(g.ends), text(g.over), text(g.first), text(g.next)}
            redis.call('HSET', key, 'g', table.concat(value, ' '))
            expire(key, g.over)
        end

        -- The two digests under which the grant is found; nil of one that is older than summaries.
        local function entered()
            local value = read('s')
            return value and #value >= 64 and string.sub(value, 1, 64) or nil
        end

        -- Whatever has to end with the grant is told with this answer.
        local function finish(word)
            local digests = entered()
            redis.call('UNLINK', key)
            return {word, digests}
        end

        -- Redis looks at its memory only until a script has written: the first write has to be one that takes some.
        local function clear()
            redis.call('SET', key, '')
            redis.call('UNLINK', key)
        end

        -- The live code of this digest, redeemed or not.
        local function code(digest)
            local value = read('c')
            local _, expires, rest = stamps(value)
            if not expires or now >= expires then return nil end
            return string.sub(value, rest, rest + 31) == digest and value or nil
        end

        -- A refresh token: its times, when it was spent (0: not yet), the access token beside it, and the token that
        -- it follows or, once it is spent, the one that follows it.
        local function refresh(digest)
            local value = read('r' .. digest)
            local issued, expires, rest = stamps(value)
            if not expires then return nil end
            local spent, at = string.match(value, '^(%d+) ()', rest)
            if not spent or #value < at + 63 then return nil end
            return {
                issued = issued, expires = expires, spent = tonumber(spent),
                access = string.sub(value, at, at + 31), link = string.sub(value, at + 32, at + 63),
                record = string.sub(value, at + 64)
            }
        end

        local function put(digest, token)
            redis.call(
                'HSET', key, 'r' .. digest,
                stamp(token.issued, token.expires) .. text(token.spent) .. ' '
                    .. token.access .. token.link .. token.record)
        end

        -- Inserts the access token of ARGV[at...]: digest, record, lifetime; and the refresh token of the three that
        -- follow, where there is one. None outlives the grant.
        local function issue(g, at, predecessor)
            local expires = math.min(now + ARGV[at + 2], g.ends)
            redis.call('HSET', key, 'a' .. ARGV[at], stamp(now, expires) .. ARGV[at + 1])
            g.over = math.max(g.over, expires)
            local digest = ARGV[at + 3]
            if not digest then return {'issued', now, expires} end
            local token = {
                issued = now, expires = math.min(now + ARGV[at + 5], g.ends), spent = 0,
                access = ARGV[at], link = predecessor, record = ARGV[at + 4]
            }
            put(digest, token)
            redis.call('HSET', key, 'q' .. text(g.next), digest)
            g.next = g.next + 1
            g.over = math.max(g.over, token.expires)
            return {'issued', now, expires, token.expires}
        end

        -- What `issue` answered when it inserted these.
        local function issued(access, digest)
            local at, expires = stamps(read('a' .. access))
            if not expires then return nil end
            if not digest then return {'issued', at, expires} end
            local token = refresh(digest)
            return token and {'issued', at, expires, token.expires}
        end


        """
