/// A Redis URL again, without user, password and options: for logs and listings.
extension RedisTarget: CustomStringConvertible {
    package var description: String {
        let scheme = tls == nil ? "redis" : "rediss"
        let path = database == 0 ? "" : "/\(database)"
        func list(_ addresses: [RedisAddress]) -> String {
            addresses.map(\.description).joined(separator: ",")
        }
        return switch topology {
        case .single(.unix(let path)): "redis+unix://\(path)" + (database == 0 ? "" : "?db=\(database)")
        case .single(let address): "\(scheme)://\(address)\(path)"
        case .sentinel(let primary, let sentinels):
            "\(scheme)+sentinel://\(list(sentinels))/\(primary)\(path)"
        case .cluster(let nodes): "\(scheme)+cluster://\(list(nodes))"
        }
    }

    /// Where a store is that has all keys with this prefix, for people.
    package func place(keyPrefix: String) -> String { "\(self), keys \(keyPrefix)…" }
}
