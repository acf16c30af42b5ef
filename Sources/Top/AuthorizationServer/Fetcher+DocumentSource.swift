import Fetching
import OAuthCore
import OAuthModel
import RouteManifest

/// What the core asks for, and what knows HTTP.
extension Fetcher: DocumentSource {}

extension AuthorizationServer.World {
    /// What was passed in, or the Internet. Of that nothing is there before something is fetched: no thread, and no certificate.
    func source(_ manifest: Manifest) -> any DocumentSource {
        documents
            ?? Fetcher(
                userAgent: "mcp-auth/\(AuthorizationServer.version)", proxy: manifest.documents?.proxy,
                world: Fetcher.World(trust: TLSTrust(and: manifest.documents?.authorities?.pem), pause: pause)
            )
    }
}
