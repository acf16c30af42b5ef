import Fetching
import OAuthModel
import Upstreams
import Web

extension Fetcher: UpstreamTransport {}

extension Fetcher {
    /// So much is asked of one provider at once.
    private static let placesOfOne = 64

    /// For one provider: with the authorities and the networks that the manifest has for it. Of the world nothing is there before it is asked.
    convenience init(
        for settings: ProviderSettings, pause: @escaping @Sendable (Duration) async throws -> Void
    ) {
        self.init(
            userAgent: "mcp-auth/\(AuthorizationServer.version)", networks: settings.networks,
            places: [.known: Self.placesOfOne],
            world: Fetcher.World(trust: TLSTrust(and: settings.authorities?.pem), pause: pause))
    }
}

extension AuthorizationServer.World {
    /// What was passed in, or the Internet.
    func transport(to settings: ProviderSettings) -> any UpstreamTransport {
        providerTransport?(settings) ?? Fetcher(for: settings, pause: pause)
    }
}
