import HTTPServer
import ManifestCases
import NIOPosix
import RouteManifest
import Router
import Support
import Testing

@testable import AuthorizationServer

/// `SEED=n` repeats the edits of a run whose first seed was n.
@Suite("what check accepts, serve can serve")
struct AcceptedManifestTests {
    @Test("each route of a manifest that was edited at random and is accepted has an answer")
    func edited() async {
        let served = await EditedManifest.survey { edited in
            do {
                guard let served = try Watchdog.watch("\(edited)", { try ServedManifest(edited.scene) })
                else {
                    return false
                }
                try await check(served, "\(edited)")
            } catch {
                Issue.record("\(edited): \(error)")
            }
            return true
        }
        let count = served.count { $0 }
        #expect(count * 8 > served.count, "\(count) are accepted")
    }

    @Test("and so has each of a golden case that is accepted", arguments: ManifestCase.golden.keys.sorted())
    func golden(_ name: String) async throws {
        let file = try #require(ManifestCase.golden[name])
        guard let served = try ServedManifest(ManifestCase(file.input)) else { return }
        try await check(served, "\(name)")
    }

    private func check(_ served: ServedManifest, _ comment: Comment) async throws {
        for request in served.requests {
            let status = await served.status(of: request)
            #expect(request.accepts(status), "\(request): \(status); \(comment)")
        }
        try await checkHead(served, comment)
    }

    /// The first route on a socket: on a port of its own, and on addresses that every machine has.
    private func checkHead(_ served: ServedManifest, _ comment: Comment) async throws {
        var configuration = served.configuration
        configuration.port = 0
        let ours = ["0.0.0.0", "127.0.0.1"]
        if !configuration.hosts.contains(where: ours.contains) { configuration.hosts = ["127.0.0.1"] }
        let server = try await HTTPServer.start(
            configuration, table: served.table, logger: .silent, loops: .singleton)
        if let request = served.requests.first {
            let client = try await RawClient.connect(server.port)
            try await client.send(
                "\(request.method) \(request.path) HTTP/1.1\r\nHost: \(served.plan.issuer.authority)\r\n\r\n")
            let status = try await client.answer().status
            #expect(request.accepts(status), "\(request) on a socket: \(status); \(comment)")
            await client.close()
        }
        await server.shutdown()
    }
}
