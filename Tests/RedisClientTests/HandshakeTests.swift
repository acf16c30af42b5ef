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
                "SCRIPT LOAD return 2", "PING",
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
            .text("d1"), .text("d2"), .status("PONG"),
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
        #expect(failure(6, .status("PONG")) == nil)
        let replies: [RedisReply] = [
            .status("OK"), .status("OK"), .status("OK"), .list([.text("master")]), .text("d1"), .text("d2"),
            .status("PONG"),
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
        #expect(refusal(0, "WRONGPASS") == "WRONGPASS: the server doesn't take this user and password")
        #expect(refusal(0, "ERR") == "ERR: the server doesn't take this user and password, or wants none")
        #expect(refusal(2, "NOAUTH") == "NOAUTH: the server wants a password, and the Redis URL has none")
        #expect(refusal(2, "ERR") == "ERR: the server doesn't have this database")
        #expect(failure(3, .list([.text("slave")])) == "the server is a replica, not the primary")
        #expect(failure(3, .list([])) == "the server is a replica, not the primary")
        #expect(refusal(4, "ERR") == "ERR: the server doesn't take the script one")
        #expect(refusal(5, "LOADING") == "LOADING: the server is loading its data")
        #expect(refusal(6, "LOADING") == "LOADING: the server is loading its data")
        #expect(refusal(6, "MASTERDOWN") == "MASTERDOWN: the server is a replica that has lost its primary")
        #expect(refusal(6, "BUSY") == "BUSY: the server runs a script that doesn't end")
        #expect(refusal(6, "NOPERM") == "NOPERM: the server denies this user a command that is needed")
        #expect(refusal(6, "WHAT") == "WHAT: the server refuses to serve")
    }

    @Test("a state of the server is told by its code; a wrong URL is not one")
    func states() {
        for (index, code, isState) in [
            (0, "WRONGPASS", true), (0, "ERR", false), (2, "NOAUTH", true), (2, "ERR", false),
            (4, "NOPERM", false), (6, "LOADING", true), (6, "MASTERDOWN", true), (6, "BUSY", true),
            (6, "NOPERM", true), (6, "WHAT", false),
        ] {
            #expect(thrown(index, .error(code: code, message: "x"))?.code == (isState ? code : nil))
        }
    }

    @Test("the server's own words are not repeated: it may say the password")
    func words() {
        for index in 0..<7 {
            #expect(
                failure(index, .error(code: "ERR", message: "no user app with Zq8xW"))?.contains("Zq8xW")
                    != true)
        }
    }
}
