import Endpoint
import HTTPServer
import OAuthModel
import RouteManifest
import Web

extension HTTPServer.Configuration {
    init(_ settings: ServerSettings, _ world: AuthorizationServer.World) {
        self.init(port: settings.port)
        hosts = settings.bind.sockets.map(\.description)
        trustedProxies = TrustedProxies(settings.trustedProxies)
        if let loops = world.loops { self.loops = loops }
        maximumConnections = settings.connectionLimit
        headLimit = settings.headLimit
        idleTimeout = settings.idleTimeout
        headTimeout = settings.headTimeout
        bodyTimeout = settings.bodyTimeout
        writeTimeout = settings.writeTimeout
        shutdownTimeout = settings.shutdownTimeout
        if let patience = world.patience { bePatient(for: patience) }
        let clock = world.clock
        unixTime = { Int(clock.now.seconds) }
    }
}

extension [IPAddress] {
    /// Where all addresses of this machine are listened on, none of them can have a socket of its own.
    fileprivate var sockets: [IPAddress] {
        filter { address in
            IPAddress.everywhere.contains(address)
                || !contains { IPAddress.everywhere.contains($0) && $0.version == address.version }
        }
    }
}
