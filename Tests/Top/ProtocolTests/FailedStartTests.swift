import AuthorizationServer
import Foundation
import RouteManifest
import Testing

@Suite("a start that fails")
struct FailedStartTests {
    @Test("leaves nothing open: no socket to control it, and a store that the next start can have")
    func leavesNothingOpen() async throws {
        let folder = try TestFolder()
        defer { folder.remove() }
        try await TestServer.run { other in
            let port = try #require(other.addresses.first?.split(separator: ":").last)
            do {
                let server = try await TestServer.start(
                    folder, environment: ["AUTH_SERVER_PORT": String(port)])
                await server.stop()
                Issue.record("two servers on one port")
            } catch {
                // It is tried several times: a store that was left open would refuse the second.
                guard let error = error as? LaunchError, case .listen = error else { throw error }
            }
        }
        #expect(try Self.sockets(in: folder) == [])
        let server = try await TestServer.start(folder)
        #expect(try await server.get("/health").status == 200)
        #expect(try Self.sockets(in: folder) == ["control.sock"])
        await server.stop()
        #expect(try Self.sockets(in: folder) == [])
    }

    private static func sockets(in folder: TestFolder) throws -> [String] {
        try FileManager.default.contentsOfDirectory(atPath: folder.path + "/.mcp-auth")
            .filter { $0.hasSuffix(".sock") }
    }
}
