import ManifestCases
import OAuthModel
import RouteManifest
import Support
import Testing

/// What a manifest makes of an entry of `upstreams`, so that recordings are held against the presets themselves.
///
/// - Parameter line: `kind: google`, and what else the kind asks for.
func presetSettings(_ name: String, _ line: String, clientID: String) throws -> ProviderSettings {
    let text = """
        version: 1
        upstreams: { \(name): { \(line), client_id: "\(clientID)", client_secret: made-up-secret-of-this-test } }
        routes: { health: { path: /health, handler: health } }
        """
    return try #require(ManifestCase(text).load().manifest?.upstreams.first, "\(line)")
}
