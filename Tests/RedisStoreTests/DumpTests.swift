import Cryptography
import Foundation
import Glibc
import Harness
import OAuthCore
import OAuthModel
import RedisServers
import Testing
import WireText

@testable import RedisStore

@Suite("what Redis is told and keeps")
struct DumpTests {
    /// `MONITOR` of a server, into a file.
    private final class Monitor {
        private let server: RedisServer
        private let pid: pid_t
        private let path: String

        init(_ server: RedisServer) async throws {
            self.server = server
            path = server.folder + "/monitor"
            pid = try spawn(
                ["/usr/bin/env", "redis-cli", "-s", server.socketPath, "monitor"],
                environment: ["PATH": ProcessInfo.processInfo.environment["PATH"] ?? "/usr/bin:/bin"],
                log: path)
            try await sees("OK")
        }

        private func sees(_ text: String) async throws {
            try await eventually("MONITOR shows \(text)") { try self.bytes().contains(text) ? () : nil }
        }

        private func bytes() throws -> String {
            String(decoding: try Data(contentsOf: URL(fileURLWithPath: path)), as: UTF8.self)
        }

        /// Everything that was shown up to now.
        func end() async throws -> String {
            try await server.command("ECHO", "the end")
            try await sees("the end")
            kill(pid, SIGTERM)
            var status: Int32 = 0
            while waitpid(pid, &status, 0) < 0, errno == EINTR {}
            return try bytes()
        }
    }

    @Test("has no secret in it, nor what is sealed: neither the commands nor a dump of the database")
    func secrets() async throws {
        let server = try await RedisServer.start()
        let process = StoreProcess(server)
        let monitor = try await Monitor(server)
        let vault = Vault(serverSecret: [UInt8](repeating: 7, count: 32), random: .system)
        let lifetimes = Lifetimes(
            authorizationCode: .seconds(60), pendingAuthorization: .seconds(600), accessToken: .seconds(3600),
            refreshToken: .seconds(86_400), grant: .seconds(86_400), registration: .seconds(86_400),
            session: .seconds(86_400))
        let upstream = FakeUpstream(
            callback: "http://localhost/callback", users: [], lifetimes: lifetimes, transient: process.store,
            vault: vault)
        let owner = ResourceOwner(
            subject: Subject(rawValue: "subject-of-the-login"), name: "Name of the Login")
        let sessions = UpstreamSessions(lifetime: lifetimes.session, store: process.store, vault: vault)
        var secrets: [String] = [owner.subject.rawValue, owner.name.shown]
        for _ in 0..<20 { secrets.append(try await upstream.issueCode(for: owner, peer: [4])) }
        secrets.append(try await sessions.begin(for: owner, replacing: nil).text)
        let path = server.folder + "/copy.rdb"
        try await server.command("CONFIG", "SET", "rdbcompression", "no")
        try await server.command("--rdb", path)
        let dump = try Data(contentsOf: URL(fileURLWithPath: path))
        #expect(dump.range(of: Data(process.prefix.utf8)) != nil, "it is a dump of this database")
        #expect(try await upstream.redeem(code: WireText(secrets[2])) == owner)
        let commands = try await monitor.end()
        #expect(commands.contains(process.prefix) && commands.contains("GETDEL"))
        for secret in secrets {
            #expect(dump.range(of: Data(secret.utf8)) == nil, "\(secret)")
            #expect(!commands.contains(secret), "\(secret)")
            guard let bytes = Base64URL.decode(secret), bytes.count == 32 else { continue }
            #expect(dump.range(of: Data(bytes)) == nil, "\(secret) as bytes")
        }
        await process.shutDown()
    }
}
