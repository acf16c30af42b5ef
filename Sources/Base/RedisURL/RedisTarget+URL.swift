import WireText

extension RedisTarget {
    /// Reads a Redis URL.
    ///
    ///     redis://[user:password@]host[:6379][/database]
    ///     rediss://…                                          the same over TLS
    ///     redis+unix:///path/of/socket[?db=1]                 [user:password@] may stand before the path
    ///     redis+cluster://host:port,host:port                 any nodes; they tell of the others
    ///     rediss+cluster://…
    ///     redis+sentinel://host[:26379],host/primary[/database]
    ///     rediss+sentinel://…                                 sentinels and primary over TLS
    ///
    /// `valkey://` and `valkeys://` are `redis://` and `rediss://`, and `unix://` is `redis+unix://`, as other clients write them.
    ///
    /// A password without a user is `:password@`. IPv6 addresses stand in brackets. What isn't a letter, a digit or one of
    /// `-._~` is percent-encoded in user, password, path and options.
    ///
    /// Options, as `?name=value&name=value`: `db`, the database, instead of the path; with TLS `ca_file` (PEM; the system's
    /// authorities when absent), `server_name` (the name in the certificate, when it isn't the host), `cert_file` and
    /// `key_file` (PEM, for servers that ask for a client's certificate); with sentinels `sentinel_user` and
    /// `sentinel_password` (otherwise none are sent to them).
    ///
    /// Nothing is looked up or opened here.
    package init(url: String) throws(RedisTargetError) {
        let parts = try RedisURLParts(url)
        self.init(try parts.topology())
        credentials = try parts.credentials()
        if parts.scheme.isEncrypted { tls = RedisTLS() }
        database = try parts.databaseInPath().map(Self.database) ?? 0
        try apply(parts)
        guard parts.scheme.kind != .cluster || database == 0 else {
            throw RedisTargetError(.database, "a cluster has only database 0", hint: "leave the database out")
        }
        guard (tls?.certificateFile == nil) == (tls?.keyFile == nil) else {
            throw RedisTargetError(
                .query, "of cert_file and key_file only one is there", hint: "give both or neither")
        }
    }

    private mutating func apply(_ parts: RedisURLParts) throws(RedisTargetError) {
        var sentinelUser: String?
        var sentinelPassword: String?
        for option in try parts.options() {
            switch option.name {
            case .database:
                guard try parts.databaseInPath() == nil else {
                    throw RedisTargetError(
                        .database, "it is given twice, in the path and as db",
                        hint: "leave one of the two out")
                }
                database = try Self.database(option.value)
            case .authorityFile: tls?.authorityFile = option.value
            case .serverName: tls?.serverName = option.value
            case .certificateFile: tls?.certificateFile = option.value
            case .keyFile: tls?.keyFile = option.value
            case .sentinelUser: sentinelUser = option.value
            case .sentinelPassword: sentinelPassword = option.value
            }
        }
        if let sentinelPassword {
            sentinelCredentials = RedisCredentials(user: sentinelUser, password: sentinelPassword)
        } else if sentinelUser != nil {
            throw RedisTargetError(
                .query, "sentinel_user is set without sentinel_password", hint: "add sentinel_password=…")
        }
    }

    private static func database(_ text: String) throws(RedisTargetError) -> Int {
        guard text.utf8.count <= 5, text.utf8.allSatisfy(\.isDigit), let number = Int(text)
        else {
            throw RedisTargetError(
                .database, "this is not the number of a database", hint: "a number from 0, such as /1")
        }
        return number
    }
}
