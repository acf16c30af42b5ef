import OAuthModel
import RedisURL
import StrictYAML
import WireText
import YAML

/// Section `store` with the places that later checks point at.
struct StoreDraft {
    fileprivate var folder = ".mcp-auth"
    fileprivate var inMemory = false
    fileprivate var url = SecretFields(key: .redisURL)
    fileprivate var redis = RedisSettings()
    fileprivate(set) var choice = StoreChoice.embedded(folder: ".mcp-auth")
    /// Of what chooses a store that processes share.
    fileprivate(set) var sharedSpan: SourceSpan?
}

extension SecretKey {
    /// Addresses of stores, which may have a password in them.
    static let addresses = [redisURL]

    fileprivate static let redisURL = SecretKey(
        name: "redis_url", noun: "Redis URL", remedy: "such as redis://localhost:6379",
        variable: "REDIS_URL", exampleFile: "/etc/mcp-auth/redis-url")
}

extension KeyList<StoreDraft> {
    static let store = KeyList(
        "'store'", example: "{ data: .mcp-auth }", for: "the store", untouched: StoreDraft()
    ) {
        Key(
            "data", .line(atMost: 4096), \.folder, example: "/var/lib/mcp-auth",
            """
            The folder of what is kept, relative to the manifest's. With Redis too: the secret that the server made and its \
            control socket lie there.
            """)
        Key(
            "memory", .boolean, \.inMemory, example: "true",
            "Everything is kept in memory and forgotten at exit.")
        Key.secret(
            .redisURL, \.url, standing: "everything is kept on this machine",
            """
            Everything is in Redis, so that several processes can serve one issuer: a server, a cluster or sentinels, by \
            redis://, rediss:// or unix://.
            """)
        Key(
            "key_prefix", .keyPrefix, \.redis.keyPrefix, example: "\"auth:\"",
            "What every key in Redis begins with. Sets of processes that share a Redis have prefixes of their own."
        )
        Key(
            "wait_for_replicas", .integer(0...16), \.redis.replicas, example: "1",
            """
            Redemptions, refreshes and revocations wait until so many replicas have them: a failover to one of those \
            loses none.
            """)
        // Well below the time that a request may take.
        Key(
            "wait_timeout", .duration(.milliseconds(1) ... .seconds(10)), \.redis.replicaTimeout,
            example: "500ms", "How long they wait for that at most.")
    } together: { draft, reader in
        let found = draft.url.read(for: "the store")
        guard let found else {
            draft.choice = draft.inMemory ? .memory : .embedded(folder: draft.folder)
            return
        }
        let target = redisTarget(found, draft.url)
        if draft.inMemory, let memory = reader.field("memory") {
            memory.error(
                .conflictingKeys, "the store can't be in memory and in Redis",
                remedy: memory.remove(called: "memory").or("redis_url"), at: memory.keySpan)
        }
        if let target { draft.redis.target = target }
        draft.redis.folder = draft.folder
        draft.choice = .redis(draft.redis)
        draft.sharedSpan = target == nil ? nil : draft.url.span
    }

    private static func redisTarget(_ found: FoundSecret, _ url: SecretFields) -> RedisTarget? {
        do {
            return try RedisTarget(url: found.text)
        } catch {
            (url.inline ?? url.file)?.error(
                .redisURL, "the Redis URL is wrong, \(error.part.rawValue): \(error.problem)",
                hint: error.hint,
                at: url.span)
            return nil
        }
    }
}

extension ValueType<String> {
    /// What every key begins with: no braces, which would say where keys live in a cluster, and nothing that a terminal
    /// or a pattern would take for something else.
    fileprivate static var keyPrefix: ValueType {
        let words = "1 to 64 of the characters a-z A-Z 0-9 _ - . : /"
        return ValueType(words, pattern: "[a-zA-Z0-9_.:/-]{1,64}") { field in
            field.convert(to: "a key prefix", such: "\"auth:\"") { text in
                let isPlain = text.utf8.allSatisfy {
                    $0.isLetter || $0.isDigit || "_-.:/".utf8.contains($0)
                }
                return (1...64).contains(text.utf8.count) && isPlain ? text : nil
            } remedy: { _ in
                Remedy("\(words), such as \"auth:\"")
            }
        }
    }
}
