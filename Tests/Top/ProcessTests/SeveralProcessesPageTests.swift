import Foundation
import Glibc
import JSON
import RedisServers
import Support
import Testing
import WireText

@Suite("The page on several processes")
struct SeveralProcessesPageTests {
    private let page: SeveralProcessesPage

    init() throws {
        page = try SeveralProcessesPage()
    }

    @Test("its commands, typed as they stand there, lead to three processes behind a proxy")
    func commands() async throws {
        let place = try Workplace(defaults: true)
        let ports = try (1...4).map { _ in try freePort() }
        try place.standIn(for: "release")
        let samples = place.folder.appendingPathComponent("docs/samples")
        try FileManager.default.createDirectory(at: samples, withIntermediateDirectories: true)
        let shown = ["8080", "6390", "3001", "3002", "3003"]
        try String(contentsOf: Nginx.sample, encoding: .utf8)
            .replacingPorts(shown, with: [place.port] + ports)
            .write(to: samples.appendingPathComponent("nginx.conf"), atomically: true, encoding: .utf8)
        let commands = try page.block("sh").joined(separator: "\n")
            .replacingPorts(shown, with: [place.port] + ports)

        // The last command is nginx, which ends when it is told to; what runs beside it ends with the shell.
        let shell = try ChildProcess(
            URL(fileURLWithPath: "/bin/bash"), ["-c", "trap 'kill $(jobs -p); wait' EXIT\n" + commands],
            environment: place.environment, in: place.folder)
        defer { place.endNginx() }
        let server = try await ServerProcess(shell, ready: place.issuer + "/health")
        let wire = Wire(issuer: place.issuer)
        let client = try #require(try await wire.register()["client_id"]?.string?.shown)
        var visitor = Visitor(wire)
        let consent = try await visitor.open(Wire.authorization(client))
        let login = try await visitor.press("decision", "approve", on: consent)
        let back = try await visitor.press("action", "finish", on: login)
        let tokens = try await wire.redeem(try #require(back.redirect("code")), of: client)
        #expect(tokens.status == 200, "\(tokens.body)")
        for port in ports.dropFirst() {
            let health = try await Wire(issuer: place.issuer, ports: [port]).get("/health")
            #expect(
                health["issuer"]?.string?.shown == place.issuer && health["store"]?.string?.shown == "redis")
        }
        let routes = try await place.run("mcp-auth", ["check"])
        #expect(routes.exit == .status(0), "\(routes.output)")
        let manifest = try String(contentsOf: place.manifest, encoding: .utf8)
        #expect(manifest.contains("\n  trusted_proxies: [127.0.0.1]\n"))
        #expect(
            manifest.components(separatedBy: ", shared: true }\n").count == 4, "token, register and revoke")
        place.endNginx()
        try await server.process.ended()
    }

    @Test("the lines of the log that it tells to watch for are those that are written")
    func log() async throws {
        let redis = try await RedisServer.start(.appendOnly)
        let place = try Workplace(redis: redis.url)
        try await place.type(try page.manifestCommands)
        try place.edit("auto_approve: false", "auto_approve: true")
        try place.edit("  # wait_for_replicas: 0", "  wait_for_replicas: 1")
        try place.edit("  # wait_timeout: 500ms", "  wait_timeout: 10ms")
        let server = try await place.serve()
        let wire = Wire(issuer: place.issuer)
        let code = try #require(try await wire.authorize("demo-client").redirect("code"))
        _ = try await wire.redeem(code, of: "demo-client")
        try await redis.command("CONFIG", "SET", "maxmemory", "1")
        #expect(try await wire.register().status == 503)
        try await redis.command("CONFIG", "SET", "maxmemory", "0")
        try await redis.kill()
        _ = try await eventually("health says so") {
            try await wire.get("/health")["reason"]?.string?.shown == "redis doesn't answer" ? () : nil
        }
        try await redis.restart()
        try await server.seesRedisBack()
        #expect(try await server.stop() == .status(0))

        let lines = server.output.split(separator: "\n")
        let told = try page.block("log").map { $0.trimmingCharacters(in: .whitespaces) }
        #expect(told.count >= 5)
        for line in told {
            let parts = line.replacing("localhost:6390", with: "127.0.0.1:\(redis.port)").components(
                separatedBy: "…")
            #expect(lines.contains { $0.has(parts) }, "\(line)\n\(server.output)")
        }
    }

    @Test("the codes and words that it names are those of the program")
    func words() throws {
        let sources = Installation.package.appendingPathComponent("Sources")
        let log = try String(
            contentsOf: sources.appendingPathComponent("Stores/RedisClient/RedisTrouble.swift"),
            encoding: .utf8)
        for code in ["OOM", "READONLY", "MISCONF", "NOREPLICAS", "CLUSTERDOWN", "NOPERM"] {
            #expect(page.text.contains("`\(code)`") || page.text.contains("code=\(code)"), "\(code)")
            #expect(log.contains("= \"\(code)\"\n"), "\(code)")
        }
    }

    @Test("its links lead to files that are there")
    func links() {
        let folder = Installation.package.appendingPathComponent("docs")
        for match in page.text.matches(of: /\]\(([^)#:]+)\)/) {
            let file = folder.appendingPathComponent(String(match.1))
            #expect(FileManager.default.fileExists(atPath: file.path), "\(match.1)")
        }
    }
}

extension Workplace {
    /// Puts the programs where a build of this configuration would.
    func standIn(for configuration: String) throws {
        let build = folder.appendingPathComponent(".build")
        try FileManager.default.createDirectory(at: build, withIntermediateDirectories: true)
        try FileManager.default.createSymbolicLink(
            at: build.appendingPathComponent(configuration), withDestinationURL: Installation.programs)
    }

    /// Asks the nginx whose folder this is to end, if there is one.
    fileprivate func endNginx() {
        let file = folder.appendingPathComponent(".nginx.pid")
        guard let text = try? String(contentsOf: file, encoding: .utf8),
            let pid = pid_t(text.trimmingCharacters(in: .whitespacesAndNewlines))
        else { return }
        kill(pid, SIGTERM)
    }
}

extension Substring {
    /// Whether it has these parts, in this order.
    fileprivate func has(_ parts: [String]) -> Bool {
        var rest = self
        for part in parts {
            guard let found = rest.range(of: part) else { return false }
            rest = rest[found.upperBound...]
        }
        return true
    }
}
