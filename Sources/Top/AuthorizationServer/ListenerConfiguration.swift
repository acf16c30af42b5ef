import Endpoint
import HTTPServer
import OAuthModel
import RouteManifest
import Web

extension HTTPServer.Configuration {
    init(_ settings: ServerSettings, _ world: AuthorizationServer.World) {
        self.init(port: settings.port)
        hosts = settings.bind.map(\.description)
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
