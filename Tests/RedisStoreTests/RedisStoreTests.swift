import Testing

@Suite("redis store")
struct RedisStoreTests {}
