extension Decoding {
    func store(_ field: Field?) -> StoreChoice {
        var reader = field?.mapping() ?? .absent("'store'", self)
        let folder = reader.take("data")
        let memory = reader.take("memory")
        var redis = reader.take("redis_url")
        redis?.isSecret = true
        reader.finish()
        if let redis, redis.text() != nil {
            redis.blotUnlessVariable()
            redis.error(
                .unsupportedStore, "'redis_url' is set, but this version has only the embedded store",
                hint: "unset REDIS_URL, or remove the key", at: redis.keySpan)
        }
        let path = folder?.line(atMost: 4096)?.value
        if memory?.boolean() == true { return .memory }
        return .embedded(folder: path ?? ".mcp-auth")
    }
}
