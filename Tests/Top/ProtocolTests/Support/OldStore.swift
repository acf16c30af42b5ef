import Foundation
import OAuthModel
import RedisServers
import Support

/// A store of `Fixtures`, copied for one test.
struct OldStore: Sendable {
    enum Kind: String, CaseIterable, Sendable {
        case embedded
        case redis
    }

    /// What a test has to know of it, by the names in its `known.txt`.
    private let known: [String: String]

    subscript(_ name: String) -> String {
        get throws {
            guard let value = known[name] else { throw TestFailure("known.txt has no \(name)") }
            return value
        }
    }

    /// Runs a test against a server of the shipped manifest on a copy of the store; its clock stands where the store was left.
    static func run(
        _ kind: Kind, version: String = "0.1.0", test: (TestServer, OldStore) async throws -> Void
    ) async throws {
        let source = Installation.package.appendingPathComponent(
            "Tests/Top/ProtocolTests/Fixtures/\(version)/\(kind.rawValue)")
        let redis = kind == .redis ? try await RedisServer.start() : nil
        let choice = redis.map { "  data: data\n  redis_url: \($0.url)\n" } ?? "  data: data\n"
        let folder = try TestFolder(store: choice)
        defer { folder.remove() }
        try FileManager.default.copyItem(atPath: source.path, toPath: folder.path + "/data")
        if let redis { try redis.replay(source.path + "/commands.resp") }
        let store = try OldStore(source.path + "/known.txt")
        guard let time = Int64(try store["time"]) else { throw TestFailure("known.txt has no time") }
        let server = try await TestServer.start(
            folder, clock: MovableClock(at: Timestamp(milliseconds: time)))
        do { try await test(server, store) } catch {
            await server.stop()
            throw error
        }
        await server.stop()
    }

    private init(_ path: String) throws {
        let lines = try String(contentsOfFile: path, encoding: .utf8).split(separator: "\n")
        known = Dictionary(
            uniqueKeysWithValues: lines.filter { !$0.hasPrefix("#") }.map { line in
                let name = line.prefix { $0 != " " }
                return (String(name), String(line.dropFirst(name.count + 1)))
            })
    }

    func client(_ name: String, on server: TestServer, secret: String? = nil) throws -> TestClient {
        TestClient(
            server: server, id: try self[name], secret: try secret.map { try self[$0] },
            method: secret == nil ? "none" : "client_secret_basic")
    }
}
