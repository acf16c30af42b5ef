import RedisURL

/// What is said on a new connection before it serves: one write, and all of it answered.
struct Handshake: Sendable {
    /// What the server must be.
    enum Role: Sendable { case any, primary }

    private enum Step: Sendable {
        case authenticate, name, select
        case load(String)
        case checkRole, ping
    }

    private let steps: [(step: Step, command: RedisCommand)]

    init(
        credentials: RedisCredentials?, clientName: String, database: Int = 0, scripts: [RedisScript] = [],
        role: Role = .any
    ) {
        var steps: [(step: Step, command: RedisCommand)] = []
        if let credentials {
            let user = credentials.user.map { [Array($0.utf8)] } ?? []
            steps.append((.authenticate, RedisCommand("AUTH", user + [Array(credentials.password.utf8)])))
        }
        if !clientName.isEmpty { steps.append((.name, RedisCommand("CLIENT", words: "SETNAME", clientName))) }
        if database != 0 { steps.append((.select, RedisCommand("SELECT", words: String(database)))) }
        if role == .primary { steps.append((.checkRole, RedisCommand("ROLE"))) }
        for script in scripts {
            steps.append((.load(script.name), RedisCommand("SCRIPT", words: "LOAD", script.source)))
        }
        // A server that is still loading its data answers the others, but not this.
        steps.append((.ping, RedisCommand("PING")))
        self.steps = steps
    }

    var commands: [RedisCommand] { steps.map(\.command) }

    /// The digests of the scripts by their names.
    ///
    /// Of the server's own words only the code is used: what it says of a password could be the password.
    func digests(from replies: [RedisReply]) throws(ConnectFailure) -> [String: String] {
        var digests: [String: String] = [:]
        for (step, reply) in zip(steps.map(\.step), replies) {
            switch (step, reply) {
            case (.name, _): break
            case (.load(let name), .bytes(let digest)):
                digests[name] = String(decoding: digest, as: UTF8.self)
            case (.checkRole, .list(let role)):
                guard role.first == .bytes(Array("master".utf8)) else {
                    throw ConnectFailure("the server is a replica, not the primary")
                }
            case (_, .error(let code, _)): throw Self.failure(code, at: step)
            default: break
            }
        }
        return digests
    }

    private static func failure(_ code: String, at step: Step) -> ConnectFailure {
        let state: String? =
            switch code {
            case "WRONGPASS": "the server doesn't take this user and password"
            case "NOAUTH": "the server wants a password, and the Redis URL has none"
            case "LOADING": "the server is loading its data"
            case "MASTERDOWN": "the server is a replica that has lost its primary"
            case "BUSY": "the server runs a script that doesn't end"
            default: nil
            }
        if let state { return ConnectFailure("\(code): \(state)", code: code) }
        return switch (code, step) {
        case (_, .authenticate):
            ConnectFailure("\(code): the server doesn't take this user and password, or wants none")
        case (_, .select): ConnectFailure("\(code): the server doesn't have this database")
        case (_, .load(let name)): ConnectFailure("\(code): the server doesn't take the script \(name)")
        case ("NOPERM", _):
            ConnectFailure("NOPERM: the server denies this user a command that is needed", code: code)
        default: ConnectFailure("\(code): the server refuses to serve")
        }
    }
}
