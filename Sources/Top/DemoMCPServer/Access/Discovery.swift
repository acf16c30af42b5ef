import Logging
import Synchronization

/// Finds the authorization server by its issuer, and finds it again when it was away.
///
/// However many requests ask, one attempt is under way at a time; and after a failure none is made until a
/// pause has gone by.
final class Discovery: Sendable {
    private let issuer: String
    private let address: MetadataAddress
    private let http: OutboundHTTP
    private let clock: DemoClock
    private let logger: Logger
    private let state = Mutex(State())

    private struct State {
        var record = DiscoveryRecord()
        var attempt: Task<Result<DiscoveredServer, Unavailable>, Never>?
        var isStopped = false
    }

    init(issuer: String, address: MetadataAddress, http: OutboundHTTP, clock: DemoClock, logger: Logger) {
        self.issuer = issuer
        self.address = address
        self.http = http
        self.clock = clock
        self.logger = logger
    }

    /// The server as it was last seen; it is looked for only when it never was.
    func server() async throws(Unavailable) -> DiscoveredServer {
        if let known = state.withLock({ $0.record.known }) { return known }
        return try await attempt()
    }

    /// The server as it is now, or was a little while ago (``DiscoveryRecord/lifetime``).
    func freshServer() async throws(Unavailable) -> DiscoveredServer {
        let now = clock.now()
        if let fresh = state.withLock({ $0.record.fresh(at: now) }) { return fresh }
        return try await attempt()
    }

    /// What was known is wrong: the endpoint it names does not answer as one.
    func forget() {
        state.withLock { $0.record.forget() }
    }

    /// An attempt that is cut short from here on says nothing of the server.
    func stop() {
        state.withLock { $0.isStopped = true }
    }

    /// Looks for the server until it is found, so that the first request need not wait.
    func run() async throws {
        while state.withLock({ $0.record.known == nil }) {
            do {
                _ = try await attempt()
            } catch {
                let now = clock.now()
                let next = state.withLock { $0.record.nextAttempt } ?? now
                try await clock.sleep(max(.milliseconds(10), now.duration(to: next)))
            }
        }
    }

    private func attempt() async throws(Unavailable) -> DiscoveredServer {
        let now = clock.now()
        let task = try state.withLock { state throws(Unavailable) in
            if let running = state.attempt { return running }
            if let pause = state.record.pause(at: now) { throw pause }
            let task = Task { await self.look() }
            state.attempt = task
            return task
        }
        return try await task.value.get()
    }

    private func look() async -> Result<DiscoveredServer, Unavailable> {
        let result: Result<DiscoveredServer, Unavailable>
        do throws(Unavailable) {
            let answer = try await http.get(address.url)
            result = .success(try DiscoveredServer(answer, from: address, issuer: issuer))
        } catch {
            result = .failure(error)
        }
        let now = clock.now()
        let news = state.withLock { state in
            state.attempt = nil
            let news = state.record.note(result, at: now)
            return state.isStopped ? nil : news
        }
        if let news { tell(news) }
        return result
    }

    private func tell(_ news: DiscoveryRecord.News) {
        switch news {
        case .found: logger.info("authorization server found", metadata: ["issuer": "\(issuer)"])
        case .lost(let failure):
            logger.warning(
                "authorization server not found; protected requests are answered 503 until it is",
                metadata: [
                    "issuer": "\(issuer)", "cause": "\(failure.cause)",
                    "hint":
                        "\(failure.hint ?? "start it, or set AUTH_SERVER_URL to the issuer it names in its metadata")",
                ])
        }
    }
}
