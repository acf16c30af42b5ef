// Redis addresses: read, with words for what is wrong with one, and shown without the password.

/// Which Redis to use, and as whom: what a Redis URL says.
package struct RedisTarget: Sendable, Equatable {
    package enum Topology: Sendable, Equatable {
        case single(RedisAddress)
        /// The primary with this name, wherever the sentinels say that it is.
        case sentinel(primary: String, sentinels: [RedisAddress])
        /// Any of these nodes tells of all the others.
        case cluster([RedisAddress])
    }

    package var topology: Topology
    package var credentials: RedisCredentials?
    /// What the sentinels themselves want, if anything.
    package var sentinelCredentials: RedisCredentials?
    /// 0 in a cluster.
    package var database = 0
    /// nil: in the clear.
    package var tls: RedisTLS?

    package init(_ topology: Topology) {
        self.topology = topology
    }
}

/// What is shown to `AUTH`. Its description hides the password.
package struct RedisCredentials: Sendable, Equatable, CustomStringConvertible, CustomDebugStringConvertible,
    CustomReflectable
{
    /// nil: the user `default`, by the form of `AUTH` that servers before version 6 know too.
    package var user: String?
    package var password: String

    package init(user: String? = nil, password: String) {
        self.user = user
        self.password = password
    }

    package var description: String { user.map { "user \($0)" } ?? "default user" }
    package var debugDescription: String { description }
    package var customMirror: Mirror { Mirror(self, children: ["user": user as Any]) }
}

/// How a server proves who it is.
///
/// Its certificate is always verified, and has to name the host or the address that the connection leads to.
package struct RedisTLS: Sendable, Equatable {
    /// PEM; nil: the authorities that the system trusts.
    package var authorityFile: String?
    /// The name to look for in the certificate, instead of the host in the URL.
    package var serverName: String?
    /// PEM; for servers that ask their clients for one. Both or neither.
    package var certificateFile: String?
    package var keyFile: String?

    package init() {}
}
