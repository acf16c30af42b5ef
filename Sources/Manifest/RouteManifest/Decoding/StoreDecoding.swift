import OAuthModel
import RedisURL
import YAML

/// Section `store` with the place that later checks point at.
struct StoreDraft {
    let choice: StoreChoice
    /// Of what chooses a store that processes share.
    let sharedSpan: SourceSpan?
}

extension SecretKey {
    /// Addresses of stores, which may have a password in them.
    static let addresses = [redisURL]

    fileprivate static let redisURL = SecretKey(
        name: "redis_url", noun: "Redis URL", remedy: "such as redis://localhost:6379")
}

extension Decoding {
    func store(_ field: Field?) -> StoreDraft {
        var reader = field?.mapping(such: "{ data: .mcp-auth }") ?? .absent("'store'", self)
        let folder = reader.take("data")?.line(atMost: 4096)?.value ?? ".mcp-auth"
        let memory = reader.take("memory")
        let url = reader.takeSecret(.redisURL)
        let found = url.read(for: "the store")
        let target = found.flatMap { redisTarget($0, url) }
        let prefix = reader.take("key_prefix")
        let replicas = reader.take("wait_for_replicas")
        let patience = reader.take("wait_timeout")
        let settings = RedisSettings(
            target: target ?? RedisTarget(.single(.tcp(host: "localhost", port: 6379))),
            keyPrefix: prefix?.keyPrefix() ?? RedisSettings.defaultKeyPrefix,
            replicas: replicas?.integer(in: 0...16) ?? 0,
            // Well below the time that a request may take.
            replicaTimeout: patience?.duration(.milliseconds(1) ... .seconds(10)) ?? .milliseconds(500),
            folder: folder)
        reader.finish()
        let inMemory = memory?.boolean() == true
        guard found != nil else {
            return StoreDraft(choice: inMemory ? .memory : .embedded(folder: folder), sharedSpan: nil)
        }
        if inMemory, let memory {
            memory.error(
                .conflictingKeys, "the store can't be in memory and in Redis",
                remedy: memory.remove(called: "memory").or("redis_url"), at: memory.keySpan)
        }
        return StoreDraft(choice: .redis(settings), sharedSpan: target == nil ? nil : url.span)
    }

    private func redisTarget(_ found: FoundSecret, _ url: SecretFields) -> RedisTarget? {
        do {
            return try RedisTarget(url: String(decoding: found.secret.bytes, as: UTF8.self))
        } catch {
            (url.inline ?? url.file)?.error(
                .redisURL, "the Redis URL is wrong, \(error.part.rawValue): \(error.problem)",
                hint: error.hint,
                at: url.span)
            return nil
        }
    }
}

extension Field {
    /// What every key begins with: no braces, which would say where keys live in a cluster, and nothing that a terminal
    /// or a pattern would take for something else.
    fileprivate func keyPrefix() -> String? {
        convert(to: "a key prefix", such: "\"auth:\"") { text in
            let isPlain = text.utf8.allSatisfy { byte in
                switch byte {
                case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                    UInt8(ascii: "0")...UInt8(ascii: ":"), UInt8(ascii: "_"), UInt8(ascii: "-"),
                    UInt8(ascii: "."), UInt8(ascii: "/"):
                    true
                default: false
                }
            }
            return (1...64).contains(text.utf8.count) && isPlain ? text : nil
        } remedy: { _ in
            Remedy("1 to 64 of the characters a-z A-Z 0-9 _ - . : /, such as \"auth:\"")
        }
    }
}
