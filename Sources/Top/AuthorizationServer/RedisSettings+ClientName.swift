import RouteManifest

extension RedisSettings {
    /// What the connections of a server are called. Servers with another prefix have nothing to do with this one.
    var clientName: String {
        keyPrefix == Self.standingKeyPrefix ? "mcp-auth" : "mcp-auth/\(keyPrefix)"
    }

    static let copyClientName = "mcp-auth-copy"
}
