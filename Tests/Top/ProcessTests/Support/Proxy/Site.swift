import Foundation
import RedisServers
import Support

/// Three processes on one Redis behind nginx, as the page on several processes has them.
struct Site {
    let redis: RedisServer
    let place: Workplace
    let ports: [Int]
    private(set) var servers: [ServerProcess]
    let nginx: Nginx
    /// Through the proxy.
    let wire: Wire

    /// - Parameter prepare: Changes the manifest, after the page's commands have.
    init(prepare: (Workplace) throws -> Void = { _ in }) async throws {
        redis = try await RedisServer.start(.appendOnly)
        place = try Workplace(redis: redis.url)
        try await place.type(SeveralProcessesPage().manifestCommands)
        try prepare(place)
        ports = try (1...3).map { _ in try freePort() }
        servers = []
        for port in ports { servers.append(try await Self.serve(place, port)) }
        nginx = try await Nginx(port: place.port, to: ports)
        wire = Wire(issuer: place.issuer).patiently
    }

    /// Starts the process again, on its port.
    mutating func restart(_ index: Int) async throws {
        servers[index] = try await Self.serve(place, ports[index])
    }

    /// Asks all to end. Whether each did so as it should.
    func stop() async throws -> Bool {
        var areWell = true
        for server in servers where try await server.stop() != .status(0) { areWell = false }
        return areWell
    }

    /// Which process it was that gave this answer: each writes a line with the id of the request.
    func author(of answer: Answer) async throws -> Int? {
        guard let id = answer.header("X-Request-Id").first else { return nil }
        // The line may be written after the answer.
        return try await eventually("a log has the request \(id)") {
            servers.firstIndex { $0.output.contains("request=\(id) ") }
        }
    }

    private static func serve(_ place: Workplace, _ port: Int) async throws -> ServerProcess {
        try await place.serve(["--log-level", "debug"], port: port)
    }
}

extension Workplace {
    /// Types a command of a page, which must say nothing.
    func type(_ command: String) async throws {
        let shell = try ChildProcess(
            URL(fileURLWithPath: "/bin/bash"), ["-ec", command], environment: environment, in: folder)
        guard try await shell.ended() == .status(0), shell.output.isEmpty else {
            throw TestFailure("\(command)\n\(shell.output)")
        }
    }
}
