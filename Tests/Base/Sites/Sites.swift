package import Fetching
import Glibc
package import NIOCore
import NIOPosix
import NIOSSL
package import Support
import Synchronization
package import Web

/// Servers of one test, under names and addresses of the public Internet. Whoever resolves and dials by it finds them, and nothing else;
/// it counts what was looked up and dialled.
package final class Sites: NameResolver, Dialler, Sendable {
    package enum Shown: Sendable {
        /// A certificate of the test's authority, for these names or those of the site.
        case certificate(names: String? = nil, days: Int = 1)
        /// One of an authority that nobody knows.
        case strangers
        /// No TLS.
        case nothing
    }

    private struct State {
        /// What is answered the first time, the second, and for ever.
        var names: [String: [[IPAddress]]] = [:]
        var ports: [Place: Int] = [:]
        var silent: Set<IPAddress> = []
        var kept: [EventLoopPromise<any Channel>] = []
        var listeners: [SiteListener] = []
        var number: UInt8 = 0
    }

    private struct Place: Hashable {
        let address: IPAddress
        let port: Int
    }

    package let lookups = Recorder<String>()
    package let dials = Recorder<String>()
    /// Head of each request.
    package let requests = Recorder<String>()
    package let authority: CertificateAuthority
    private let loops = MultiThreadedEventLoopGroup.singleton
    private let state = Mutex(State())

    private init() throws {
        authority = try CertificateAuthority()
    }

    package static func with<Result>(_ body: (Sites) async throws -> Result) async throws -> Result {
        let sites = try Sites()
        do {
            let result = try await body(sites)
            await sites.close()
            return result
        } catch {
            await sites.close()
            throw error
        }
    }

    package var trust: TLSTrust { TLSTrust(.file(authority.certificate)) }

    package func world(
        pause: @escaping @Sendable (Duration) async throws -> Void = { try await Task.sleep(for: $0) }
    ) -> Fetcher.World {
        Fetcher.World(resolver: self, dialler: self, trust: trust, pause: pause)
    }

    /// - Parameter addresses: Public ones of its own, unless others are given.
    package func serve(
        _ name: String, at addresses: [String]? = nil, port: Int = 443, showing shown: Shown = .certificate(),
        answer: @escaping @Sendable (String) -> SiteAnswer
    ) async throws {
        let listener = try await SiteListener(tls: try tls(name, shown), on: loops) { request in
            self.requests.add(request)
            return answer(request)
        }
        let own = state.withLock { state in
            state.number += 1
            return "93.184.216.\(state.number)"
        }
        let places = (addresses ?? [own]).compactMap { IPAddress($0) }
        state.withLock { state in
            state.names[name] = [places]
            for address in places { state.ports[Place(address: address, port: port)] = listener.port }
            state.listeners.append(listener)
        }
    }

    /// A proxy that makes tunnels to the sites.
    package func proxy(_ name: String, at address: String, port: Int) async throws {
        let listener = try await SiteListener(tls: nil, on: loops) { pipeline in
            try pipeline.addHandler(
                ProxyConnection { request in
                    self.requests.add(request)
                    return self.port(connecting: request)
                })
        }
        state.withLock { state in
            let places = [address].compactMap { IPAddress($0) }
            state.names[name] = [places]
            for address in places { state.ports[Place(address: address, port: port)] = listener.port }
            state.listeners.append(listener)
        }
    }

    /// - Parameter request: `CONNECT client.example:443 …`.
    private func port(connecting request: String) -> Int? {
        let parts = request.split(separator: " ").dropFirst().first?.split(separator: ":") ?? []
        guard parts.count == 2, let port = Int(parts[1]) else { return nil }
        return state.withLock { state in
            guard let address = state.names[String(parts[0])]?.first?.first else { return nil }
            return state.ports[Place(address: address, port: port)]
        }
    }

    /// What a name is found to have: the first time, the second, and from then on.
    package func name(_ name: String, _ answers: [String]...) {
        state.withLock { $0.names[name] = answers.map { $0.compactMap { IPAddress($0) } } }
    }

    /// Nothing comes back from there, not even a refusal.
    package func silence(_ address: String) {
        guard let address = IPAddress(address) else { return }
        state.withLock { _ = $0.silent.insert(address) }
    }

    private func close() async {
        let (listeners, kept) = state.withLock { ($0.listeners, $0.kept) }
        for promise in kept { promise.fail(ChannelError.ioOnClosedChannel) }
        for listener in listeners { await listener.close() }
    }

    // MARK: - what the fetcher sees

    package func addresses(of name: String) async -> Result<[IPAddress], FetchFailure> {
        lookups.add(name)
        let answer = state.withLock { state -> [IPAddress]? in
            guard let answers = state.names[name], let first = answers.first else { return nil }
            if answers.count > 1 { state.names[name]?.removeFirst() }
            return first
        }
        return answer.map { .success($0) } ?? .failure(.noSuchName)
    }

    package func dial(
        _ address: IPAddress, port: Int, prepare: @escaping @Sendable (any Channel) -> EventLoopFuture<Void>
    ) -> EventLoopFuture<any Channel> {
        dials.add("\(address) \(port)")
        let (local, isSilent) = state.withLock { state in
            (state.ports[Place(address: address, port: port)], state.silent.contains(address))
        }
        // Its promise is kept by nobody, as long as it takes.
        if isSilent {
            let promise = loops.next().makePromise(of: (any Channel).self)
            state.withLock { $0.kept.append(promise) }
            return promise.futureResult
        }
        guard let local else {
            return loops.next().makeFailedFuture(IOError(errnoCode: 111, reason: "connect"))
        }
        return ClientBootstrap(group: loops).channelInitializer(prepare).connect(
            host: "127.0.0.1", port: local)
    }

    private func tls(_ name: String, _ shown: Shown) throws -> NIOSSLContext? {
        switch shown {
        case .nothing: return nil
        case .strangers: return try context(try CertificateAuthority(), name, "DNS:\(name)", 1)
        case .certificate(let names, let days):
            return try context(authority, name, names ?? "DNS:\(name)", days)
        }
    }

    private func context(
        _ authority: CertificateAuthority, _ file: String, _ names: String, _ days: Int
    ) throws -> NIOSSLContext {
        let issued = try authority.issue(file, names: names, days: days)
        var configuration = TLSConfiguration.makeServerConfiguration(
            certificateChain: try NIOSSLCertificate.fromPEMFile(issued.certificate).map { .certificate($0) },
            privateKey: .privateKey(try NIOSSLPrivateKey(file: issued.key, format: .pem)))
        configuration.applicationProtocols = ["h2", "http/1.1"]
        // The files are the authority's.
        return try withExtendedLifetime(authority) { try NIOSSLContext(configuration: configuration) }
    }
}
