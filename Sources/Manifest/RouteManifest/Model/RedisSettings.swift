package import RedisURL

package struct RedisSettings: Sendable, Equatable {
    package static let standingKeyPrefix = "auth:"

    package internal(set) var target = RedisTarget(.single(.tcp(host: "localhost", port: 6379)))
    /// What every key begins with.
    package internal(set) var keyPrefix = standingKeyPrefix
    /// How many replicas must have redemptions, rotations and revocations; 0: none is waited for.
    package internal(set) var replicas = 0
    package internal(set) var replicaTimeout = Duration.milliseconds(500)
    /// Where the server's secret is kept when the manifest has none. As for the embedded store.
    package internal(set) var folder = ".mcp-auth"

    /// Where the store is, for people.
    package var place: String { target.place(keyPrefix: keyPrefix) }
}
