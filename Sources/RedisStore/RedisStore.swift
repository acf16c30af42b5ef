/// The ports on Redis.
enum RedisStoreTarget {}
