import Foundation
import JSON
import Support
import Testing
import WireText

@Suite("a data folder that goes away under the server")
struct LostFolderTests {
    private let place: Workplace
    private let folder: URL
    private let away: URL

    init() throws {
        place = try Workplace()
        folder = place.folder.appendingPathComponent("data")
        away = place.folder.appendingPathComponent("away")
    }

    private func lines(_ server: ServerProcess, _ words: String) -> Int {
        server.output.split(separator: "\n").count { $0.contains(words) }
    }

    /// Health and all that needs the store.
    private func expectOutage(_ wire: Wire, _ demands: Demands) async throws {
        let reason = "the data folder of the embedded store was moved or deleted"
        let health = try await eventually("health has noticed it") { () async throws -> Answer? in
            let answer = try await wire.get("/health")
            // Where the disk is slow it says so first.
            return answer["reason"]?.string?.shown == reason ? answer : nil
        }
        #expect(health.status == 503)
        #expect(!health.body.contains(folder.path))
        try await demands.expectOutage()
    }

    @Test("moved: 503 for all, a line in the log, and it goes on as soon as the folder is back")
    func moved() async throws {
        try place.prepareForLoad()
        let server = try await place.serve()
        let wire = Wire(issuer: place.issuer)
        let demands = try await Demands(wire)
        try FileManager.default.moveItem(at: folder, to: away)
        #expect(try await wire.register().status == 503, "the first change after it finds it at once")
        try await expectOutage(wire, demands)
        try FileManager.default.moveItem(at: away, to: folder)
        _ = try await eventually("it goes on") { try await wire.get("/health").status == 200 ? () : nil }
        #expect(try await wire.introspect(demands.grant.accessToken)["active"]?.bool == true)
        #expect(try await wire.refresh(demands.grant.refreshToken, of: demands.client).status == 200)
        #expect(try await server.stop() == .status(0))
        #expect(lines(server, "moved or deleted: nothing is answered until it is back") == 1)
        #expect(lines(server, "the data folder is back") == 1)
    }

    @Test("deleted, and another made in its place: 503 for all until a new start, and an end without fuss")
    func deleted() async throws {
        try place.prepareForLoad()
        let server = try await place.serve()
        let wire = Wire(issuer: place.issuer)
        let demands = try await Demands(wire)
        try FileManager.default.removeItem(at: folder)
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: false)
        try await expectOutage(wire, demands)
        #expect(try await server.stop() == .status(0))
        #expect(lines(server, "moved or deleted: nothing is answered until it is back") == 1)
        let second = try await place.serve()
        #expect(try await wire.register().status == 201)
        #expect(try await second.stop() == .status(0))
    }
}
