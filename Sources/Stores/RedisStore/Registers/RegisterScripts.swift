import RedisClient
import Storage

/// The one step of a register, a string under a key of its own.
enum RegisterScripts {
    /// `ARGV`: time, record, the version that is expected (0: none), for how long it is kept without a look.
    static let replace = RedisScript(
        name: "replace-register",
        source: registerPrelude + """
            local version, record = register()
            local expected = tonumber(ARGV[3])
            if (version or 0) ~= expected then
                -- The same record again is the same call again: each is sealed with a nonce of its own. It is written once more,
                -- for replicas are waited for by what the connection itself has written.
                if record ~= ARGV[2] then return {'other'} end
                expected = version - 1
            end
            redis.call('SET', KEYS[1], text(expected + 1) .. ' ' .. ARGV[2], 'EX', ARGV[4])
            return {'replaced'}
            """)

    static let all = [replace]
}

/// What the scripts of registers share. What is no register counts as none.
let registerPrelude =
    scriptPrelude + """
        local function register()
            local value = redis.pcall('GET', KEYS[1])
            if type(value) ~= 'string' then return nil end
            local version, rest = string.match(value, '^([1-9]%d*) ()')
            version = tonumber(version)
            -- As far as another one can follow.
            if not version or version > \(StoredRegister.versions.upperBound) then return nil end
            return version, string.sub(value, rest)
        end


        """
