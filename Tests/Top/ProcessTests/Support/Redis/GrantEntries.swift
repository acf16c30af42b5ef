import RedisServers

extension RedisServer {
    /// The keys of live grants that have no summary, or are not entered under both of its digests until they end.
    func grantsWithoutEntries() async throws -> [String] {
        try await command("EVAL", Self.script, "0").split(separator: "\n").map(String.init)
    }

    private static let script = """
        local alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_'
        local function encode(bytes)
            local text, rest, bits = '', 0, 0
            local function add(value) text = text .. string.sub(alphabet, value + 1, value + 1) end
            for i = 1, #bytes do
                rest, bits = rest * 256 + string.byte(bytes, i), bits + 8
                while bits >= 6 do
                    bits = bits - 6
                    local value = math.floor(rest / 2 ^ bits)
                    rest = rest - value * 2 ^ bits
                    add(value)
                end
            end
            if bits > 0 then add(rest * 2 ^ (6 - bits)) end
            return text
        end
        local entries = {}
        for _, index in ipairs(redis.call('KEYS', 'auth:i:{*}')) do
            local members = redis.call('ZRANGE', index, 0, -1, 'WITHSCORES')
            for i = 1, #members, 2 do
                entries[index .. 'auth:{' .. encode(members[i]) .. '}'] = tonumber(members[i + 1])
            end
        end
        local now = tonumber(redis.call('TIME')[1]) * 1000
        local missing, count = {}, 0
        for _, key in ipairs(redis.call('KEYS', 'auth:{*}')) do
            local fields = redis.call('HMGET', key, 'g', 's')
            local ends, over = string.match(fields[1] or '', '^(%d+) (%d+) ')
            if now < tonumber(over) then
                count = count + 1
                local summary = fields[2] or ''
                local found = #summary > 64
                for i = 1, 33, 32 do
                    local index = 'auth:i:{' .. encode(string.sub(summary, i, i + 31)) .. '}'
                    found = found and (entries[index .. key] or 0) >= tonumber(ends)
                end
                if not found then table.insert(missing, key) end
            end
        end
        if count == 0 then return {'there are no grants'} end
        return missing
        """
}
