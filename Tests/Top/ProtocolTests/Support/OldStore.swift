import Foundation
import JSON
import OAuthModel
import RedisServers
import Support
import Testing
import WireText

/// A store of `Fixtures`, copied for one test.
struct OldStore: Sendable {
    /// What lies in a folder of `Fixtures`.
    struct Place: Sendable, CustomTestStringConvertible {
        /// The commit whose program made it.
        let commit: String
        let kind: Kind

        var testDescription: String { "\(kind) of \(commit)" }
    }

    enum Kind: String, CaseIterable, Sendable {
        case embedded
        case redis
    }

    static let all = of("6157409") + of("9acc2a4")

    static func of(_ commit: String) -> [Place] {
        Kind.allCases.map { Place(commit: commit, kind: $0) }
    }

    /// What a test has to know of it, by the names in its `known.txt`.
    private let known: [String: String]

    subscript(_ name: String) -> String {
        get throws {
            guard let value = known[name] else { throw TestFailure("known.txt has no \(name)") }
            return value
        }
    }

    /// Runs a test against a server of the shipped manifest on a copy of the store, whose clock stands where the store was left;
    /// and what is to hold after a second start.
    static func run(
        _ place: Place, test: (TestServer, OldStore) async throws -> Void,
        afterwards: (TestServer, OldStore) async throws -> Void = { _, _ in }
    ) async throws {
        let source = Installation.package.appendingPathComponent(
            "Tests/Top/ProtocolTests/Fixtures/\(place.commit)/\(place.kind.rawValue)")
        let redis = place.kind == .redis ? try await RedisServer.start() : nil
        let choice = redis.map { "  data: data\n  redis_url: \($0.url)\n" } ?? "  data: data\n"
        let folder = try TestFolder(store: choice)
        defer { folder.remove() }
        try FileManager.default.copyItem(atPath: source.path, toPath: folder.path + "/data")
        if let redis { try redis.replay(source.path + "/commands.resp") }
        let store = try OldStore(source.path + "/known.txt")
        guard let time = Int64(try store["time"]) else { throw TestFailure("known.txt has no time") }
        let clock = MovableClock(at: Timestamp(milliseconds: time))
        try await start(folder, clock) { server in try await test(server, store) }
        try await start(folder, clock) { server in try await afterwards(server, store) }
    }

    private static func start(
        _ folder: TestFolder, _ clock: MovableClock, _ body: (TestServer) async throws -> Void
    ) async throws {
        let server = try await TestServer.start(folder, clock: clock)
        do { try await body(server) } catch {
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

    func client(_ name: String = "public", on server: TestServer) throws -> TestClient {
        TestClient(
            server: server, id: try self[name + "_client"], secret: known[name + "_secret"],
            method: try self[name + "_method"])
    }

    /// A browser with the cookies that it had been given.
    func browser(_ name: String, on server: TestServer) throws -> Browser {
        let browser = Browser(server)
        for pair in try self[name + "_cookies"].components(separatedBy: "; ") {
            let parts = pair.split(separator: "=", maxSplits: 1).map(String.init)
            browser.setCookie(parts[0], parts[1])
        }
        return browser
    }

    /// What an introspection said then, member by member.
    func introspection(_ name: String) throws -> [(name: String, value: JSONValue)] {
        guard case .object(let object) = try JSONValue.parse(Array(self[name + "_introspection"].utf8)) else {
            throw TestFailure("\(name)_introspection is no object")
        }
        return object.members.map { ($0.name.shown, $0.value) }
    }
}
