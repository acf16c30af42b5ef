import Logging
import NIOCore

/// What a target means in connections.
struct LaneFactory {
    private let target: RedisTarget
    private let settings: LinkSettings
    private let connector: Connector
    private let handshake: Handshake

    init(_ target: RedisTarget, _ options: RedisOptions, _ scripts: [RedisScript], _ logger: Logger) {
        self.target = target
        settings = LinkSettings(options, outages: OutageLog(logger))
        connector = Connector(options, tls: target.tls)
        handshake = Handshake(
            credentials: target.credentials, clientName: options.clientName, database: target.database,
            scripts: scripts)
    }

    func lane(on eventLoop: any EventLoop) -> any Lane {
        switch target.topology {
        case .single(let address):
            SoleLane(name: address.description, settings: settings, on: eventLoop) { [connector, handshake] in
                connector.connect(to: address, handshake, on: $0)
            }
        case .sentinel(let primary, let sentinels):
            SoleLane(name: primary, settings: settings, on: eventLoop) { [connector, handshake] in
                connector.connect(to: sentinels[0], handshake, on: $0)
            }
        case .cluster(let addresses):
            SoleLane(name: "cluster", settings: settings, on: eventLoop) { [connector, handshake] in
                connector.connect(to: addresses[0], handshake, on: $0)
            }
        }
    }
}
