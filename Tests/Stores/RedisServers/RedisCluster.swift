import Support

/// A Redis Cluster on free ports of 127.0.0.1.
package final class RedisCluster: Sendable {
    /// Those that have slots at the start, in the order of slots.
    package let primaries: [RedisServer]
    /// `replicas[i]` follows `primaries[i]`; empty when there are none.
    package let replicas: [RedisServer]

    package var servers: [RedisServer] { primaries + replicas }
    package var url: String {
        "redis+cluster://" + primaries.map { "127.0.0.1:\($0.port)" }.joined(separator: ",")
    }

    private init(primaries: [RedisServer], replicas: [RedisServer]) {
        self.primaries = primaries
        self.replicas = replicas
    }

    /// Starts three primaries that share the slots, and as many replicas if asked for. Takes about three seconds, most of which
    /// the nodes spend waiting by design.
    ///
    /// - Parameter nodeTimeout: How long a node may be silent before it is replaced by its replica; in milliseconds.
    package static func start(
        _ persistence: RedisServer.Persistence = .none, replicas hasReplicas: Bool = false,
        nodeTimeout: Int = 1000,
        _ configuration: [[String]] = []
    ) async throws -> RedisCluster {
        var servers: [RedisServer] = []
        for _ in 0..<(hasReplicas ? 6 : 3) {
            servers.append(
                try await RedisServer.start(
                    persistence,
                    [
                        ["cluster-enabled", "yes"], ["cluster-node-timeout", "\(nodeTimeout)"],
                        ["cluster-port", "\(try freePort())"],
                    ] + configuration))
        }
        let cluster = RedisCluster(primaries: Array(servers[..<3]), replicas: Array(servers[3...]))
        try await cluster.join()
        return cluster
    }

    /// The primary that has the slot of the key at the start.
    package func primary(of slot: Int) -> RedisServer {
        primaries[Self.ranges.firstIndex { $0.contains(slot) } ?? 0]
    }

    private static let ranges = [0...5460, 5461...10922, 10923...16383]

    private func join() async throws {
        var ids: [String] = []
        for (index, server) in servers.enumerated() {
            ids.append(try await server.command("CLUSTER", "MYID"))
            try await server.command("CLUSTER", "SET-CONFIG-EPOCH", "\(index + 1)")
            if index < 3 {
                let range = Self.ranges[index]
                try await server.command(
                    "CLUSTER", "ADDSLOTSRANGE", "\(range.lowerBound)", "\(range.upperBound)")
            }
        }
        // Everyone is introduced to everyone: gossip would get there too, more slowly.
        for server in servers {
            for other in servers where other !== server {
                let bus =
                    try await other.command("CONFIG", "GET", "cluster-port").split(separator: "\n").last ?? ""
                try await server.command("CLUSTER", "MEET", "127.0.0.1", "\(other.port)", "\(bus)")
            }
        }
        for (index, replica) in replicas.enumerated() {
            try await eventually("the replica knows its primary") {
                try await replica.command("CLUSTER", "REPLICATE", ids[index]) == "OK" ? () : nil
            }
        }
        for replica in replicas { try await replica.followsPrimary() }
        for server in servers {
            try await eventually("all slots are served") {
                let info = try await server.command("CLUSTER", "INFO")
                let nodes = try await server.command("CLUSTER", "NODES")
                return info.contains("cluster_state:ok")
                    && info.contains("cluster_known_nodes:\(servers.count)")
                    && nodes.split(separator: "\n").allSatisfy {
                        $0.contains("connected") && !$0.contains("handshake")
                    }
                    ? () : nil
            }
        }
    }
}
