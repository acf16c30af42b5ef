import RedisClient
import RedisURL
package import Storage

extension RedisStore: OpenedStore {
    package var name: String { "redis" }

    package var place: String {
        client.target.place(keyPrefix: String(decoding: keys.prefix, as: UTF8.self))
    }

    package var counter: (any RequestCounter)? { self }

    /// Redis forgets by itself, and may have become another one.
    package func sweep() async throws(StoreError) { try await checkRecords() }

    package func close() async { await client.shutDown() }
}
