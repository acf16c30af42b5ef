/// The part of a Redis URL before `://`.
struct RedisURLScheme: Equatable {
    enum Kind { case single, unix, sentinel, cluster }

    let kind: Kind
    let isEncrypted: Bool

    static let byName: [String: RedisURLScheme] = [
        "redis": RedisURLScheme(kind: .single, isEncrypted: false),
        "rediss": RedisURLScheme(kind: .single, isEncrypted: true),
        "valkey": RedisURLScheme(kind: .single, isEncrypted: false),
        "valkeys": RedisURLScheme(kind: .single, isEncrypted: true),
        "redis+unix": RedisURLScheme(kind: .unix, isEncrypted: false),
        "unix": RedisURLScheme(kind: .unix, isEncrypted: false),
        "redis+sentinel": RedisURLScheme(kind: .sentinel, isEncrypted: false),
        "rediss+sentinel": RedisURLScheme(kind: .sentinel, isEncrypted: true),
        "redis+cluster": RedisURLScheme(kind: .cluster, isEncrypted: false),
        "rediss+cluster": RedisURLScheme(kind: .cluster, isEncrypted: true),
    ]

    /// Those that others call the same by another name are left out: valkey, valkeys, unix.
    static let list =
        "redis, rediss, redis+unix, redis+sentinel, rediss+sentinel, redis+cluster, rediss+cluster"

    init(kind: Kind, isEncrypted: Bool) {
        self.kind = kind
        self.isEncrypted = isEncrypted
    }

    /// Schemes don't depend on case (RFC 3986 §3.1).
    init(_ text: Substring) throws(RedisTargetError) {
        guard let scheme = Self.byName[text.lowercased()] else {
            throw RedisTargetError(.scheme, "this scheme is not known", hint: "one of: \(Self.list)")
        }
        self = scheme
    }

    var defaultPort: Int { kind == .sentinel ? 26379 : 6379 }
}

/// The names before `=` in the query of a Redis URL.
enum RedisURLOption: String, CaseIterable {
    case database = "db"
    case authorityFile = "ca_file"
    case serverName = "server_name"
    case certificateFile = "cert_file"
    case keyFile = "key_file"
    case sentinelUser = "sentinel_user"
    case sentinelPassword = "sentinel_password"

    /// Why the option can't stand in a URL of this scheme; nil: it can.
    func objection(in scheme: RedisURLScheme) -> String? {
        switch self {
        case .database: nil
        case .authorityFile, .serverName, .certificateFile, .keyFile:
            scheme.isEncrypted ? nil : "without TLS \(rawValue) would do nothing"
        case .sentinelUser, .sentinelPassword:
            scheme.kind == .sentinel ? nil : "without sentinels \(rawValue) would do nothing"
        }
    }
}
