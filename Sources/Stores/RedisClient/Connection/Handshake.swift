import RedisURL

/// What is said on a new connection before it serves: one write, and all of it answered.
struct Handshake: Sendable {
    /// What the server must be.
    enum Role: Sendable {
        case any
        case primary
        /// Not one of several that share the keys. A cluster of one has them all.
        case alone
    }

    private enum Step: Sendable {
        case authenticate, name, select
        case load(String)
        case expect([UInt8])
        case checkRole, checkCluster, memory, ping
    }

    private var steps: [(step: Step, command: RedisCommand)]
    private let expectation: Expectation?

    init(
        credentials: RedisCredentials?, clientName: String, database: Int = 0, scripts: [RedisScript] = [],
        role: Role = .any, expectation: Expectation? = nil
    ) {
        var steps: [(step: Step, command: RedisCommand)] = []
        if let credentials {
            let user = credentials.user.map { [Array($0.utf8)] } ?? []
            steps.append((.authenticate, RedisCommand("AUTH", user + [Array(credentials.password.utf8)])))
        }
        if !clientName.isEmpty { steps.append((.name, RedisCommand("CLIENT", words: "SETNAME", clientName))) }
        if database != 0 { steps.append((.select, RedisCommand("SELECT", words: String(database)))) }
        switch role {
        case .any: break
        case .primary: steps.append((.checkRole, RedisCommand("ROLE")))
        case .alone: steps.append((.checkCluster, RedisCommand("CLUSTER", words: "INFO")))
        }
        for script in scripts {
            steps.append((.load(script.name), RedisCommand("SCRIPT", words: "LOAD", script.source)))
        }
        if !scripts.isEmpty { steps.append((.memory, RedisCommand("INFO", words: "memory"))) }
        // A server that is still loading its data answers the others, but not this.
        steps.append((.ping, RedisCommand("PING")))
        self.steps = steps
        self.expectation = expectation
    }

    /// With what is expected of the database now.
    var current: Handshake {
        guard let expected = expectation?.current else { return self }
        var handshake = self
        handshake.steps.append((.expect(expected.value), RedisCommand("GET", key: expected.key)))
        return handshake
    }

    var commands: [RedisCommand] { steps.map(\.command) }

    /// The digests of the scripts by their names.
    ///
    /// Of the server's own words only the code is used: what it says of a password could be the password.
    func digests(from replies: [RedisReply]) throws(ConnectFailure) -> [String: String] {
        var digests: [String: String] = [:]
        for (step, reply) in zip(steps.map(\.step), replies) {
            switch (step, reply) {
            // One without a cluster refuses to tell of it.
            case (.name, _), (.memory, _), (.checkCluster, .error): break
            case (.checkCluster, .bytes(let report)):
                let size = Self.value(of: "cluster_size", in: report).flatMap { Int($0) } ?? 0
                guard size <= 1 else { throw ConnectFailure(.clusterNode) }
            case (.load(let name), .bytes(let digest)):
                digests[name] = String(decoding: digest, as: UTF8.self)
            case (.checkRole, .list(let role)):
                guard role.first == .bytes(Array("master".utf8)) else {
                    throw ConnectFailure("the server is a replica, not the primary")
                }
            case (.expect(let value), .bytes(let there)):
                guard there == value else { throw ConnectFailure(.otherSecret) }
            case (_, .error(let code, _)): throw Self.failure(code, at: step)
            default: break
            }
        }
        return digests
    }

    /// What the server does when its memory is full, if that loses something; nil: it refuses then, or may not be asked.
    func evictionPolicy(in replies: [RedisReply]) -> String? {
        for (step, reply) in zip(steps.map(\.step), replies) {
            guard case (.memory, .bytes(let report)) = (step, reply) else { continue }
            let policy = Self.value(of: "maxmemory_policy", in: report)
            return policy == "noeviction" ? nil : policy
        }
        return nil
    }

    /// Of a report with a line for each value.
    private static func value(of name: String, in report: [UInt8]) -> String? {
        let beginning = Array((name + ":").utf8)
        let lines = report.split { $0 == UInt8(ascii: "\r") || $0 == UInt8(ascii: "\n") }
        let line = lines.first { $0.starts(with: beginning) }
        return line.map { String(decoding: $0.dropFirst(beginning.count), as: UTF8.self) }
    }

    private static func failure(_ code: String, at step: Step) -> ConnectFailure {
        if let trouble = RedisTrouble(rawValue: code) { return ConnectFailure(trouble) }
        return switch step {
        case .authenticate: ConnectFailure(.password)
        case .select: ConnectFailure(.database)
        case .load(let name): ConnectFailure("\(code): the server doesn't take the script \(name)")
        case .name, .checkRole, .checkCluster, .memory, .ping, .expect:
            ConnectFailure("\(code): the server refuses to serve")
        }
    }
}
