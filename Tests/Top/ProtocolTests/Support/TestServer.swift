import AsyncHTTPClient
import AuthorizationServer
import Cryptography
import Diagnostics
import Foundation
import Logging
import NIOCore
import NIOHTTP1
import OAuthCore
import OAuthModel
import RouteManifest
import Router
import Shelf
import Support
import Synchronization
import Testing
import Timeline
import Upstreams

/// The whole server in this process, on a port of its own, with a clock that the test moves.
final class TestServer: Sendable {
    let issuer: String
    let clock: MovableClock
    let log: LogLines
    /// Makes the store fail.
    let store: StoreSwitch
    let pauses: Pauses
    /// What lies on the Web.
    let documents: DocumentShelf
    /// What the server decides.
    let decisions: ToldDecisions
    /// What went over the wire: the log is searched for it at the end.
    let secrets = WireSecrets()
    /// What an operator's commands are asked with.
    let manifest: (manifest: Manifest, file: ManifestFile)
    private let server: AuthorizationServer

    private init(
        _ server: AuthorizationServer, _ manifest: (Manifest, ManifestFile), clock: MovableClock,
        log: LogLines, store: StoreSwitch, pauses: Pauses,
        documents: DocumentShelf, decisions: ToldDecisions
    ) {
        self.documents = documents
        self.pauses = pauses
        self.decisions = decisions
        self.server = server
        self.manifest = manifest
        self.clock = clock
        self.log = log
        self.store = store
        issuer = server.plan.issuer.text
    }

    /// No rule is about how busy the machine is on which it is tested.
    static let usualPatience = Duration.seconds(120)

    /// What becomes of time while the server waits for something.
    enum Waiting {
        /// It takes none: the test's clock moves instead.
        case moves
        /// It passes.
        case isReal
        /// It passes, and the test's clock stands still: nobody waits for too long, however slow the machine is.
        case isLong
    }

    /// Runs a test against a server of the shipped manifest, changed as `edits` say, with the store of the test run.
    static func run(
        _ edits: [ManifestEdit] = [], environment: [String: String] = [:],
        overrides: ManifestOverrides = ManifestOverrides(), upstream: (any UpstreamProvider)? = nil,
        refresher: (any UpstreamRefresher)? = nil, waiting: Waiting = .moves,
        patience: Duration? = usualPatience, logLevel: Logger.Level = .trace,
        source: (any DocumentSource)? = nil, clientKeys: (any ClientKeySource)? = nil,
        files: [String: String] = [:],
        test: (TestServer) async throws -> Void
    ) async throws {
        let folder = try TestFolder(edits, store: try await TestStore.section())
        defer { folder.remove() }
        for (name, text) in files { try folder.write(text, to: name) }
        let server = try await start(
            folder, environment: environment, overrides: overrides, upstream: upstream,
            refresher: refresher, waiting: waiting, patience: patience, logLevel: logLevel,
            source: source, clientKeys: clientKeys)
        do { try await test(server) } catch {
            await server.stop()
            throw error
        }
        await server.stop()
    }

    /// Starts a server on the files of a folder. A port that another process took in the meantime is given up for another.
    ///
    /// - Parameters:
    ///   - upstream: In the place of the one that the manifest chooses.
    ///   - refresher: Asked whether logins at that one still hold.
    ///   - source: In the place of the shelf.
    ///   - clientKeys: In the place of what fetches the keys of clients.
    ///   - providers: In the place of what asks providers.
    ///   - storeGrace: How long a request waits for a connection to a store that the test takes away.
    ///   - patience: How long clients and the store are waited for; `nil`: as the manifest has it.
    ///   - meanwhile: What happens to the files after they were read, and before the server watches them; `nil`: it watches nothing.
    static func start(
        _ folder: TestFolder, environment: [String: String] = [:],
        overrides: ManifestOverrides = ManifestOverrides(), clock: MovableClock = MovableClock(),
        upstream: (any UpstreamProvider)? = nil, refresher: (any UpstreamRefresher)? = nil,
        storePageLimit: Int? = nil, storeGrace: Duration? = nil,
        waiting: Waiting = .moves, patience: Duration? = usualPatience, logLevel: Logger.Level = .trace,
        source: (any DocumentSource)? = nil, clientKeys: (any ClientKeySource)? = nil,
        providers: (@Sendable (ProviderSettings) -> any UpstreamTransport)? = nil,
        meanwhile: (() throws -> Void)? = nil
    ) async throws -> TestServer {
        for attempt in 1...10 {
            var variables = environment
            if variables["AUTH_SERVER_PORT"] == nil {
                variables["AUTH_SERVER_PORT"] = String(try freePort())
            }
            let file = ManifestFile(argument: folder.manifest, environment: variables)
            let reading = file.read(overrides)
            guard let served = reading.served else {
                throw TestFailure(reading.diagnostics.map { $0.rendered() }.joined(separator: "\n"))
            }
            try meanwhile?()
            let log = LogLines()
            let store = StoreSwitch()
            let pauses = Pauses(clock)
            let documents = DocumentShelf(clock)
            let decisions = ToldDecisions()
            let world = AuthorizationServer.World(
                clock: clock.clock, uptime: waiting == .isReal ? .system : nil,
                pause: { waiting == .moves ? pauses.pause($0) : try await Task.sleep(for: $0) }, loops: 1,
                store: { store.put(before: $0) }, upstream: { upstream ?? $0 }, refresher: refresher,
                providerTransport: providers,
                documents: source ?? documents, clientKeys: { clientKeys ?? $0 }, decisions: decisions,
                storePageLimit: storePageLimit,
                patience: patience,
                storeGrace: storeGrace)
            do {
                let server = try await AuthorizationServer.start(
                    served, world: world, logger: log.logger(logLevel),
                    reloading: Reloading(
                        watches: meanwhile != nil, logger: { _ in (log.logger(logLevel), .all) },
                        tell: { _ in }))
                return TestServer(
                    server, (served.manifest, file), clock: clock, log: log, store: store, pauses: pauses,
                    documents: documents, decisions: decisions)
            } catch {
                guard case .listen = error, attempt < 10 else { throw error }
            }
        }
        throw TestFailure("no port to be had")
    }

    /// What its operator decides about documents.
    var documentDecisions: DocumentDecisions { server.documentDecisions }

    /// What it shows to those who may look.
    var timeline: Timeline? { server.timeline }

    /// Has it read its files again.
    @discardableResult
    func reload() async throws -> ReloadReport {
        try #require(await server.reload(.command))
    }

    /// The route and the switch that turned it off; nil when it is on.
    func switchedOff(_ route: String) -> String? {
        server.plan.switchedOff.first { $0.hasPrefix(route + " (") }
    }

    /// Each address with its port.
    var addresses: [String] { server.addresses }

    func stop() async {
        let shown = timeline.map(everything) ?? ""
        await server.shutdown()
        #expect(secrets.found(in: shown).isEmpty, "secrets in the timeline")
        let found = secrets.found(in: log.text)
        #expect(found.isEmpty, "secrets in the log")
    }

    /// Does what an operator's command does, which waits for this server's answer without letting others go on.
    func operate<Answer: Sendable>(
        _ command: @escaping @Sendable ((manifest: Manifest, file: ManifestFile)) throws -> Answer
    ) async throws -> Answer {
        try await withCheckedThrowingContinuation { continuation in
            Thread.detachNewThread { [manifest] in
                continuation.resume(with: Result { try command(manifest) })
            }
        }
    }

    /// As an operator does by `mcp-auth clients approve` and `deny`.
    func judge(_ id: String, _ verdict: String) async throws {
        _ = try await operate { try ClientDecisions.decide(id, verdict).ask($0.manifest, file: $0.file) }
    }

    /// Forgets what is over, as a running server does now and then.
    func sweep() async throws {
        try await server.sweep()
    }

    /// Sends a request exactly as it is given and follows nothing.
    func send(
        _ method: String, _ path: String, headers: [(String, String)] = [], body: String? = nil
    ) async throws -> Response {
        let url = path.hasPrefix("http") ? path : issuer + path
        var request = HTTPClientRequest(url: url)
        request.method = .RAW(value: method)
        for (name, value) in headers { request.headers.add(name: name, value: value) }
        if let body { request.body = .bytes(ByteBuffer(string: body)) }
        secrets.note(url: url, headers: headers, body: body)
        let response = try await HTTPClient.plain.execute(request, timeout: .minutes(10))
        let content = try await response.body.collect(upTo: 8 << 20)
        let answer = Response(
            status: Int(response.status.code), headers: response.headers.map { ($0.name, $0.value) },
            body: Array(content.readableBytesView))
        secrets.note(headers: answer.headers.map { ($0.name, $0.value) }, body: answer.text)
        return answer
    }

    func get(_ path: String, headers: [(String, String)] = []) async throws -> Response {
        try await send("GET", path, headers: headers)
    }

    /// Posts a form, in the order given; a name may occur more than once.
    func post(
        _ path: String, form: KeyValuePairs<String, String>, headers: [(String, String)] = []
    ) async throws -> Response {
        try await send(
            "POST", path, headers: [("Content-Type", "application/x-www-form-urlencoded")] + headers,
            body: encoded(form))
    }

    func post(_ path: String, json: String, headers: [(String, String)] = []) async throws -> Response {
        try await send("POST", path, headers: [("Content-Type", "application/json")] + headers, body: json)
    }
}

/// `name=value&…`, percent-encoded.
func encoded(_ form: KeyValuePairs<String, String>) -> String {
    form.map { percentEncode($0) + "=" + percentEncode($1) }.joined(separator: "&")
}

func percentEncode(_ text: String) -> String {
    let unreserved = CharacterSet(
        charactersIn: "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~")
    return text.addingPercentEncoding(withAllowedCharacters: unreserved) ?? ""
}

extension HTTPClient {
    fileprivate static let plain: HTTPClient = {
        var configuration = HTTPClient.Configuration(redirectConfiguration: .disallow)
        configuration.decompression = .disabled
        configuration.connectionPool.concurrentHTTP1ConnectionsPerHostSoftLimit = 64
        // As containers find each other.
        configuration.dnsOverride = ["auth": "127.0.0.1", "host.docker.internal": "127.0.0.1"]
        return HTTPClient(eventLoopGroupProvider: .singleton, configuration: configuration)
    }()
}
