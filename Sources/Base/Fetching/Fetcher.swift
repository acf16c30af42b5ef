import NIOCore
import NIOSSL
package import Web

/// Fetches what strangers name, and can't be made to reach what they could not reach themselves. What an operator chose is asked in the
/// same way, from networks of its own.
///
/// A connection for each call, to an address that was checked: never one that was looked up a second time, and none that was left over
/// from another name. Nothing is followed, nothing is asked of a proxy that wasn't configured.
///
/// Whatever fails of what strangers name is told when the time is over: that an address was refused, that nobody listens there, that
/// what listens speaks no TLS, all look alike to whoever named it.
package final class Fetcher: Sendable {
    /// What is looked up, dialled and believed, and how time passes.
    package struct World: Sendable {
        package var resolver: any NameResolver
        package var dialler: any Dialler
        package var trust: TLSTrust
        /// Lets time pass; throws when the task is cancelled.
        package var pause: @Sendable (Duration) async throws -> Void

        package init(
            resolver: any NameResolver = SystemResolver(), dialler: any Dialler = SocketDialler(),
            trust: TLSTrust = TLSTrust(),
            pause: @escaping @Sendable (Duration) async throws -> Void
        ) {
            self.resolver = resolver
            self.dialler = dialler
            self.trust = trust
            self.pause = pause
        }
    }

    /// How long one address of several is tried before the next is.
    private static let share = Duration.seconds(1)
    /// How many addresses of a name are tried.
    static let tries = 4

    let world: World
    let proxy: WebOrigin?
    /// In which addresses may be, beside the public ones.
    let networks: [IPNetwork]
    private let userAgent: String
    private let places: Places

    /// - Parameters:
    ///   - userAgent: `mcp-auth/1.0`.
    ///   - proxy: The only one there is; what the environment says of proxies is not read. It makes tunnels (CONNECT, RFC 9110 §9.3.6), so
    ///     what goes through it is TLS from end to end, and it looks names up itself: no address can be checked here then, and that
    ///     nothing private is reached through it is up to its own configuration. Its own address may be private.
    ///   - networks: Of the operator's, for a fetcher that asks nothing that strangers choose. An address of these may stand in a URL as a
    ///     host, and names may be looked up that are not of the Internet.
    ///   - places: How much is fetched at once in each lane.
    package init(
        userAgent: String, proxy: WebOrigin? = nil, networks: [IPNetwork] = [],
        places: [FetchTerms.Lane: Int] = [.strangers: 24, .known: 8], world: World
    ) {
        self.userAgent = userAgent
        self.proxy = proxy
        self.networks = networks
        self.places = Places(places)
        self.world = world
    }

    package func fetch(_ url: FetchURL, _ terms: FetchTerms) async -> Result<FetchedDocument, FetchFailure> {
        await within(terms.time, isToldAtOnce: false) { await self.attempt(url, terms) }
    }

    /// Without the wait for the end of the time.
    func attempt(_ url: FetchURL, _ terms: FetchTerms) async -> Result<FetchedDocument, FetchFailure> {
        await attempt(FetchRequest(url, limit: terms.limit), in: terms.lane).map {
            FetchedDocument(body: $0.body, freshness: $0.freshness)
        }
    }

    /// Asks one whom the operator chose, and tells at once what became of it.
    package func send(_ request: FetchRequest) async -> Result<FetchedAnswer, FetchFailure> {
        await within(request.time, isToldAtOnce: true) { await self.attempt(request, in: .known) }
    }

    private func within<Answer: Sendable>(
        _ time: Duration, isToldAtOnce: Bool,
        _ attempt: @escaping @Sendable () async -> Result<Answer, FetchFailure>
    ) async -> Result<Answer, FetchFailure> {
        let pause = world.pause
        return await withTaskGroup(of: Result<Answer, FetchFailure>?.self) { group in
            group.addTask {
                try? await pause(time)
                return nil
            }
            group.addTask { await attempt() }
            defer { group.cancelAll() }
            var failure = FetchFailure.late
            while case let event?? = await group.next() {
                switch event {
                case .success: return event
                case .failure where isToldAtOnce: return event
                case .failure(let reason): failure = reason
                }
            }
            return .failure(failure)
        }
    }

    private func attempt(
        _ request: FetchRequest, in lane: FetchTerms.Lane
    ) async -> Result<FetchedAnswer, FetchFailure> {
        guard places.take(lane) else { return .failure(.busy) }
        defer { places.leave(lane) }
        do throws(FetchFailure) {
            let (addresses, port) = try await destination(request.url)
            let exchange = Exchange(
                request: request, userAgent: userAgent, isTunnelled: proxy != nil,
                tls: request.url.isSecure ? try await context() : nil)
            return .success(try await answer(exchange, addresses, port))
        } catch { return .failure(error) }
    }

    private func context() async throws(FetchFailure) -> NIOSSLContext {
        do { return try await world.trust.load() } catch { throw FetchFailure(error) }
    }

    /// The answer of the first address that takes a connection.
    private func answer(
        _ exchange: Exchange, _ addresses: [IPAddress], _ port: Int
    ) async throws(FetchFailure) -> FetchedAnswer {
        var failure = FetchFailure.late
        for (number, address) in addresses.enumerated() {
            let outcome = Awaited<Result<FetchedAnswer, FetchFailure>>()
            let line = Line()
            defer { line.close() }
            let isLast = number == addresses.count - 1
            do throws(FetchFailure) {
                try await connect(line, address, port, within: isLast ? nil : Self.share) { channel in
                    try exchange.prepare(channel, outcome)
                }
            } catch {
                failure = error
                continue
            }
            return try (await outcome.take() ?? .failure(.late)).get()
        }
        throw failure
    }

    private func connect(
        _ line: Line, _ address: IPAddress, _ port: Int, within time: Duration?,
        prepare: @escaping @Sendable (any Channel) throws -> Void
    ) async throws(FetchFailure) {
        let pause = world.pause
        let connected = Awaited<Result<Void, FetchFailure>>()
        world.dialler.dial(address, port: port) { channel in
            channel.eventLoop.makeCompletedFuture {
                guard line.hold(channel) else { throw FetchFailure.late }
                try prepare(channel)
            }
        }.whenComplete { connected.give($0.map { _ in }.mapError(FetchFailure.init)) }
        let result: Result<Void, FetchFailure> = await withTaskGroup(of: Result<Void, FetchFailure>.self) {
            group in
            group.addTask { await connected.take() ?? .failure(.late) }
            if let time {
                group.addTask {
                    try? await pause(time)
                    return .failure(.connection("\(address) did not answer"))
                }
            }
            defer { group.cancelAll() }
            return await group.next() ?? .failure(.late)
        }
        try result.get()
    }
}
