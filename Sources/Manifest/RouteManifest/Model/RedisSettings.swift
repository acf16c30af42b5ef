package import RedisURL

package struct RedisSettings: Sendable, Equatable {
    package static let defaultKeyPrefix = "auth:"

    package let target: RedisTarget
    /// What every key begins with.
    package let keyPrefix: String
    /// How many replicas must have redemptions, rotations and revocations; 0: none is waited for.
    package let replicas: Int
    package let replicaTimeout: Duration
    /// Where the server's secret is kept when the manifest has none. As for the embedded store.
    package let folder: String

    /// Where the store is, for people.
    package var place: String { target.place(keyPrefix: keyPrefix) }
}
