import Logging
import NIOCore
import RedisURL

/// What a target means in connections.
struct LaneFactory {
    private enum Kind {
        case sole(SoleLane.Finding)
        case cluster([RedisAddress], @Sendable (RedisAddress, any EventLoop) -> EventLoopFuture<Connection>)
    }

    private let kind: Kind
    let settings: LinkSettings
    /// Of a database on one server. In a cluster no node but one knows of a key.
    let expectation = Expectation()

    init(_ target: RedisTarget, _ options: RedisOptions, _ scripts: [RedisScript], _ logger: Logger) {
        settings = LinkSettings(options, outages: OutageLog(logger))
        let connector = Connector(options, tls: target.tls)
        func handshake(_ role: Handshake.Role, _ expectation: Expectation? = nil) -> Handshake {
            Handshake(
                credentials: target.credentials, clientName: options.clientName, database: target.database,
                scripts: scripts, role: role, expectation: expectation)
        }
        switch target.topology {
        case .single(let address):
            let handshake = handshake(.alone, expectation)
            kind = .sole(
                SoleLane.Finding(name: address.description) {
                    connector.connect(to: address, handshake, on: $0)
                })
        case .sentinel(let primary, let sentinels):
            let locator = PrimaryLocator(
                primary, sentinels, connector,
                sentinelHandshake: Handshake(
                    credentials: target.sentinelCredentials, clientName: options.clientName),
                serverHandshake: handshake(.primary, expectation))
            kind = .sole(
                SoleLane.Finding(
                    name: "primary \(primary)", connect: { locator.connect(on: $0) },
                    locate: { locator.locate(on: $0) }))
        case .cluster(let seeds):
            let handshake = handshake(.any)
            kind = .cluster(seeds) { connector.connect(to: $0, handshake, on: $1) }
        }
    }

    func lane(on eventLoop: any EventLoop) -> any Lane {
        switch kind {
        case .sole(let finding): SoleLane(finding, settings: settings, on: eventLoop)
        case .cluster(let seeds, let open): ClusterLane(seeds, settings: settings, on: eventLoop, open: open)
        }
    }
}
