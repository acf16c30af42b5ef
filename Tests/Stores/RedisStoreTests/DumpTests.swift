import Cryptography
import Foundation
import OAuthModel
import RedisServers
import Storage
import StoreContract
import Support
import Testing
import WireText

@testable import OAuthCore
@testable import RedisStore

@Suite("what Redis is told and keeps")
struct DumpTests {
    @Test("has no secret in it, nor what is sealed: neither the commands nor a dump of the database")
    func secrets() async throws {
        let server = try await RedisServer.start()
        let process = StoreProcess(server)
        let monitor = try await RedisMonitor(server)
        let vault = Vault(serverSecret: [UInt8](repeating: 7, count: 32), random: .system)
        let upstream = FakeUpstream(
            loginPage: "/login", callback: "http://localhost/callback", users: [], asksNobody: false,
            session: .seconds(86_400), codeLifetime: .seconds(60), store: process.store, vault: vault)
        let owner = ResourceOwner(
            subject: Subject(rawValue: "subject-of-the-login"), name: "Name of the Login")
        var secrets: [String] = [owner.subject.rawValue, owner.name.shown]
        for _ in 0..<20 {
            let location = try await upstream.issueCode(for: owner, state: "s", peer: [4])
            secrets.append(try #require(URLComponents(string: location)?.queryItems?.first?.value))
        }
        let given = UpstreamTokens(
            upstream: .fake, accessToken: SecretText(text: "access-token-of-the-provider"),
            refreshToken: SecretText(text: "refresh-token-of-the-provider"))
        secrets += ["access-token-of-the-provider", "refresh-token-of-the-provider"]
        let sessions = UpstreamSessions(
            [:], store: process.store, vault: vault, recent: RecentGrants(clock: .system), uptime: .system
        ) { _ in }
        let kept = GrantedAccess(
            clientID: ClientID(rawValue: "c"), owner: owner, scope: .empty, resources: [], flow: nil)
        try await sessions.keep(
            given, beside: LookedAfter(access: kept, handle: [1, 2], key: vault.grantKey([1, 2])),
            for: .seconds(86_400))
        secrets.append(try await upstream.sessions.begin(for: owner, replacing: nil).text)
        let client = ClientID(rawValue: "client-of-the-grant")
        let access = GrantedAccess(
            clientID: client, owner: owner, scope: try #require(Scope("scope-of-the-grant")),
            resources: [],
            flow: nil)
        let told = try vault.summary(
            GrantSummaryRecord(
                access: access, begunAt: Clock.system.now,
                refreshed: (Clock.system.now, WireText("198.51.100.77"))), of: key("grant"))
        let fixture = StoreFixture(store: process.store, clock: MovableClock())
        _ = try await process.store.begin(key("grant"), issuing: fixture.issued(), summary: told)
        secrets += [client.rawValue, "scope-of-the-grant", "198.51.100.77"]
        let path = server.folder + "/copy.rdb"
        try await server.command("CONFIG", "SET", "rdbcompression", "no")
        try await server.command("--rdb", path)
        let dump = try Data(contentsOf: URL(fileURLWithPath: path))
        #expect(dump.range(of: Data(process.prefix.utf8)) != nil, "it is a dump of this database")
        let answer = try #require(
            RequestParameters(query: "state=s&code=\(secrets[2])").flatMap { UpstreamAnswer($0) })
        let login = UpstreamLogin(state: "s", verifier: "v", nonce: "n")
        let identity = try await upstream.finish(answer, of: login).get()
        #expect(identity.owner == owner)
        let found = try await process.store.summaries(under: vault.index(.client(client)), limit: 10)
        #expect(found.compactMap { vault.open($0)?.access.clientID } == [client])
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
