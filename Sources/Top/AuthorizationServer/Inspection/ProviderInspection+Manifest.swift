import OAuthModel
package import RouteManifest
import Router
import Upstreams

extension Inspection {
    /// Of a provider of the manifest, which is asked now.
    package static func upstream(
        _ provider: ChosenProvider, of manifest: Manifest
    ) async -> Inspection {
        let settings = provider.settings
        guard let callback = RoutePlan(manifest).callback(of: settings.name) else {
            let words = "nobody is sent there: no route has handler oauth.authorize, or it is off"
            return Inspection(lines: [InspectedRule("redirect_uri", .fail, words)])
        }
        let world = AuthorizationServer.World()
        let findings = await ProviderInspection(
            settings, callback: callback,
            transport: world.transport(to: settings), clock: world.clock
        ).findings()
        return Inspection(lines: findings.map(InspectedRule.init))
    }
}

extension InspectedRule {
    fileprivate init(_ finding: ProviderInspection.Finding) {
        let verdict: Verdict =
            switch finding.verdict {
            case .pass: .pass
            case .note: .note
            case .fail: .fail
            }
        self.init(finding.rule, verdict, finding.found)
    }
}
