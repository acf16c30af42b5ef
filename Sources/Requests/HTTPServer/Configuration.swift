package import Endpoint
import Glibc
import NIOCore
package import Web

extension HTTPServer {
    /// - Parameters:
    ///   - head: `nil` where it could not be read.
    ///   - id: As in the answer's `X-Request-Id`.
    package typealias RefusalListener =
        @Sendable (
            _ refusal: HTTPRefusal, _ head: RequestHead?, _ peer: PeerAddress, _ id: String
        ) -> Void

    /// What the server listens on, and how patient it is.
    package struct Configuration: Sendable {
        /// Addresses or host names to listen on, all with the same port. An IPv6 address that this machine doesn't
        /// have is left out.
        package var hosts: [String] = ["127.0.0.1", "::1"]
        /// 0 lets the system choose.
        package var port: Int
        /// Event loops, each with a thread; a connection stays on its loop. One for each core that this process may run on,
        /// which in a container or under `taskset` are fewer than the machine has.
        package var loops = availableCores()
        /// Connections beyond this are answered 503 and closed, when no idle one can go in their place.
        package var maximumConnections = 10_000
        /// Bytes of requests that have come and are not answered yet, of all connections; more is answered 503. Twice as much may
        /// be taken for a moment, where a body outgrows its place.
        package var memoryLimit = 64 * 1024 * 1024
        /// Request line and header section together, in bytes.
        package var headLimit = 16 * 1024
        /// A connection on which nothing happens is closed after this, without a word.
        package var idleTimeout: Duration = .seconds(60)
        /// From the first byte of a request to the end of its header section.
        package var headTimeout: Duration = .seconds(10)
        /// From the end of the header section to the end of the body.
        package var bodyTimeout: Duration = .seconds(30)
        /// A body may take so long however little of it comes, and from there on so long as it has come with ``leastBodySpeed`` on
        /// average.
        package var bodyGrace: Duration = .seconds(10)
        /// In bytes a second.
        package var leastBodySpeed = 1_024
        /// How long a peer may take nothing of what is sent to it.
        package var writeTimeout: Duration = .seconds(30)
        /// How long a connection that ends early still listens, so that the peer gets to read why.
        package var lingerTimeout: Duration = .seconds(1)
        /// How long an idle connection of a trusted proxy is kept at shutdown. A proxy that has many requests for it may have sent the
        /// next one already, and a connection that is closed on it loses what can't be sent twice; one that is answered is told
        /// that this was the last.
        package var farewellTimeout: Duration = .milliseconds(500)
        /// How long requests in flight may take to finish at shutdown.
        package var shutdownTimeout: Duration = .seconds(10)
        /// Who may say from whom a request came.
        package var trustedProxies = TrustedProxies()
        /// Is told of each request that the transport or the table answered in the place of an endpoint; the log then has it at `debug`
        /// only. `nil`: the log tells of them.
        package var refused: RefusalListener?
        /// The wall clock, in seconds since 1970: what the `Date` of an answer says.
        package var unixTime: @Sendable () -> Int = systemUnixTime

        package init(port: Int) {
            self.port = port
        }

        /// Gives whoever is on the other end so long for everything: where how fast a machine is shall not matter.
        package mutating func bePatient(for duration: Duration) {
            idleTimeout = duration
            headTimeout = duration
            bodyTimeout = duration
            bodyGrace = duration
            writeTimeout = duration
            lingerTimeout = duration
        }

        /// A tenth of all; where all are few, as many as a browser and some tools have.
        var connectionsOfOnePeer: Int { max(maximumConnections / 10, min(maximumConnections, 64)) }

        var memoryOfOnePeer: Int { memoryLimit / 4 }
    }
}

/// The coarse clock is a memory read, and a `Date` is whole seconds.
@Sendable private func systemUnixTime() -> Int {
    var time = timespec()
    clock_gettime(CLOCK_REALTIME_COARSE, &time)
    return time.tv_sec
}

/// The time limits of connections, in the unit of event loops.
struct TimeLimits: Equatable {
    let idle: TimeAmount
    let head: TimeAmount
    let body: TimeAmount
    let bodyGrace: TimeAmount
    let write: TimeAmount
    let linger: TimeAmount
    let farewell: TimeAmount
    private let leastBodySpeed: Int

    init(_ configuration: HTTPServer.Configuration) {
        idle = TimeAmount(configuration.idleTimeout)
        head = TimeAmount(configuration.headTimeout)
        body = TimeAmount(configuration.bodyTimeout)
        bodyGrace = TimeAmount(configuration.bodyGrace)
        leastBodySpeed = max(1, configuration.leastBodySpeed)
        write = TimeAmount(configuration.writeTimeout)
        linger = TimeAmount(configuration.lingerTimeout)
        farewell = TimeAmount(configuration.farewellTimeout)
    }

    /// How long a body may have taken of which so many bytes have come.
    func body(after count: Int) -> TimeAmount {
        min(body, bodyGrace + .milliseconds(Int64(count * 1_000 / leastBodySpeed)))
    }
}
