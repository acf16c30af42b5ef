import JSON
import OAuthCore
import OAuthModel
import Web
import WireText

extension ProviderSettings {
    /// A provider called `corp` that lets everybody in, but for what a test makes of it.
    static func corp(_ change: (inout ProviderSettings) -> Void = { _ in }) -> ProviderSettings {
        var settings = ProviderSettings(
            name: UpstreamName(rawValue: "corp") ?? .fake, kind: .oidc, title: "Corp",
            endpoints: .discovered(DiscoveredProvider(issuer: "https://login.example.com")),
            clientID: "mcp", secret: nil, authentication: .none, scopes: ["openid"],
            claims: ClaimRules(), admission: AdmissionRules(), contact: "it@example.com")
        change(&settings)
        return settings
    }
}

/// What `corp` makes of claims, in one line: `sub, name, scope` of who is let in, else the reason and its facts.
func identified(
    _ claims: JSONValue, others: [String] = [], clientIDs: Set<String> = [],
    _ change: (inout ProviderSettings) -> Void = { _ in }
) -> String {
    let identification = Identification(
        .corp(change), others: others.compactMap(UpstreamName.init), clientIDs: clientIDs)
    switch identification.identify(claims.object ?? JSONObject(), tokens: nil) {
    case .success(let identity):
        let scope = identity.ceiling.map { ", [\($0.text)]" } ?? ""
        return "\(identity.owner.subject.rawValue), \(identity.owner.name.shown)\(scope)"
    case .failure(let refusal):
        let facts = refusal.error.facts.filter { $0.name != "upstream" }.map { ", \($0.name) \($0.value)" }
        return refusal.error.reason.rawValue + facts.joined()
    }
}
