import RedisURL
import Testing

@testable import RedisClient

@Suite("handshake")
struct HandshakeTests {
    private func words(_ handshake: Handshake) -> [String] {
        handshake.commands.map { command in
            ([command.name] + command.arguments.map { String(decoding: $0, as: UTF8.self) }).joined(
                separator: " ")
        }
    }

    private let full = Handshake(
        credentials: RedisCredentials(user: "app", password: "Zq8xW"), clientName: "mcp-auth", database: 3,
        scripts: [
            RedisScript(name: "one", source: "return 1"), RedisScript(name: "two", source: "return 2"),
        ],
        role: .primary)

    @Test("who, what name, which database, which role, which scripts, and whether it serves: in this order")
    func order() {
        #expect(
            words(full) == [
                "AUTH app Zq8xW", "CLIENT SETNAME mcp-auth", "SELECT 3", "ROLE", "SCRIPT LOAD return 1",
                "SCRIPT LOAD return 2", "INFO memory", "PING",
            ])
    }

    @Test("what isn't needed isn't said, and a password without a user is said alone")
    func least() {
        #expect(words(Handshake(credentials: nil, clientName: "")) == ["PING"])
        #expect(
            words(Handshake(credentials: RedisCredentials(password: "a b"), clientName: "")) == [
                "AUTH a b", "PING",
            ])
    }

    private func failure(_ index: Int, _ reply: RedisReply) -> String? { thrown(index, reply)?.reason }

    private func thrown(_ index: Int, _ reply: RedisReply) -> ConnectFailure? {
        var replies: [RedisReply] = [
            .status("OK"), .status("OK"), .status("OK"), .list([.text("master"), .integer(1), .list([])]),
            .text("d1"), .text("d2"), .text("maxmemory_policy:noeviction"), .status("PONG"),
        ]
        replies[index] = reply
        do {
            _ = try full.digests(from: replies)
            return nil
        } catch {
            return error
        }
    }

    @Test("when all is well the digests of the scripts are known")
    func success() throws {
        #expect(failure(7, .status("PONG")) == nil)
        let replies: [RedisReply] = [
            .status("OK"), .status("OK"), .status("OK"), .list([.text("master")]), .text("d1"), .text("d2"),
            .null, .status("PONG"),
        ]
        #expect(try full.digests(from: replies) == ["one": "d1", "two": "d2"])
    }

    @Test("a server that may not be told a name serves all the same")
    func name() {
        #expect(failure(1, .error(code: "NOPERM", message: "")) == nil)
    }

    @Test("each refusal has a reason that says what to look at")
    func refusals() {
        func refusal(_ index: Int, _ code: String) -> String? {
            failure(index, .error(code: code, message: "x"))
        }
        for trouble in RedisTrouble.allCases {
            #expect(thrown(7, .error(code: trouble.rawValue, message: "x")) == ConnectFailure(trouble))
            #expect(thrown(4, .error(code: trouble.rawValue, message: "x")) == ConnectFailure(trouble))
        }
        #expect(refusal(0, "ERR") == RedisTrouble.password.words)
        #expect(refusal(2, "ERR") == RedisTrouble.database.words)
        #expect(failure(3, .list([.text("slave")])) == "the server is a replica, not the primary")
        #expect(failure(3, .list([])) == "the server is a replica, not the primary")
        #expect(refusal(4, "ERR") == "ERR: the server doesn't take the script one")
        #expect(refusal(7, "WHAT") == "WHAT: the server refuses to serve")
    }

    @Test(
        "one of several nodes that share the keys is not taken for all of them; a cluster of one node has them all"
    )
    func cluster() {
        let handshake = Handshake(credentials: nil, clientName: "", role: .alone)
        #expect(words(handshake) == ["CLUSTER INFO", "PING"])
        func failure(_ reply: RedisReply) -> RedisTrouble? {
            do {
                _ = try handshake.digests(from: [reply, .status("PONG")])
                return nil
            } catch { return error.trouble }
        }
        func report(_ size: String) -> RedisReply {
            .text(
                "cluster_state:ok\r\ncluster_known_nodes:6\r\ncluster_size:\(size)\r\ncluster_my_epoch:1\r\n")
        }
        for size in ["2", "3", "1000"] { #expect(failure(report(size)) == .clusterNode) }
        for size in ["0", "1", "", "x"] { #expect(failure(report(size)) == nil) }
        for other in [RedisReply.error(code: "ERR", message: "no cluster"), .null, .text(""), .status("OK")] {
            #expect(failure(other) == nil)
        }
        #expect(RedisTrouble(rawValue: "ASK")?.words == RedisTrouble.clusterNode.words)
    }

    @Test("a server that may not be asked about its memory serves all the same")
    func memory() {
        #expect(failure(6, .error(code: "NOPERM", message: "")) == nil)
    }

    @Test(
        "a server that throws away what it has when its memory is full is known by its policy",
        arguments: [
            ("allkeys-lru", "allkeys-lru"), ("volatile-ttl", "volatile-ttl"), ("noeviction", nil),
        ] as [(String, String?)])
    func evicting(_ policy: String, _ known: String?) {
        let report = "# Memory\r\nmaxmemory:0\r\nmaxmemory_policy:\(policy)\r\nother:1\r\n"
        var replies = [RedisReply](repeating: .status("OK"), count: 8)
        #expect(full.evictionPolicy(in: replies) == nil)
        replies[6] = .text(report)
        #expect(full.evictionPolicy(in: replies) == known)
    }

    @Test("a state of the server is told as one; what it says to a script that it doesn't take is not one")
    func states() {
        for (index, code, trouble) in [
            (0, "WRONGPASS", .password), (0, "ERR", .password), (2, "NOAUTH", .passwordMissing),
            (2, "ERR", .database), (4, "NOPERM", .permission), (4, "ERR", nil), (7, "LOADING", .loading),
            (7, "WHAT", nil),
        ] as [(Int, String, RedisTrouble?)] {
            #expect(thrown(index, .error(code: code, message: "x"))?.trouble == trouble)
        }
    }

    @Test("the server's own words are not repeated: it may say the password")
    func words() {
        for index in 0..<8 {
            #expect(
                failure(index, .error(code: "ERR", message: "no user app with Zq8xW"))?.contains("Zq8xW")
                    != true)
        }
    }
}
