import JOSE
import OAuthModel
import WireText

/// What the examples of decisions are made of.
enum DecisionExamples {
    static let client = Client(
        id: ClientID(rawValue: "demo-client"), metadata: metadata, origin: .registration)
    private static let metadata = ClientMetadata(
        redirectURIs: [redirectURI], authenticationMethods: [.none],
        grantTypes: [.authorizationCode, .refreshToken], name: "Demo client")

    static let documented = ClientID(rawValue: "https://app.example/client.json")
    static let documentedClient = Client(id: documented, metadata: metadata, origin: .document)

    static let redirectURI = RedirectURI("http://127.0.0.1:7777/callback")
    private static let scope = Scope("mcp") ?? .empty
    private static let resources = [ResourceIndicator("http://localhost:3232/mcp")].compactMap(\.self)
    static let ada = ResourceOwner(id: "ada", name: "Ada Lovelace")
    static let access = GrantedAccess(
        clientID: client.id, owner: ada, scope: scope, resources: resources, flow: nil)
    static let consent = ConsentRequest(
        clientID: client.id, clientName: client.metadata.name, redirectURI: redirectURI, scope: scope,
        resources: resources, upstream: .fake)

    static func issued(_ way: IssuingWay, _ owner: ResourceOwner? = ada) -> Decision {
        let access = GrantedAccess(
            clientID: client.id, owner: owner, scope: scope, resources: resources, flow: nil)
        return .tokensIssued(
            IssuedTokensDecision(
                way: way, client: client, access: access, scope: scope, lifetime: .seconds(3600),
                isRefreshed: owner != nil))
    }

    static func introspected(_ reason: InactiveReason?) -> Introspected {
        let server = ResourceServer(
            id: "demo-mcp-server", secret: SecretText(text: ""), resources: resources)
        let isOurs = reason == nil || reason == .tokenForAnotherResource
        let record = AccessTokenRecord(
            issuer: "", tokenID: "", grant: access, scope: scope,
            resources: reason == nil
                ? resources : [ResourceIndicator("https://mcp.example.com/mcp")].compactMap(\.self))
        return Introspected(
            caller: .resourceServer(server), inactive: reason, record: isOurs ? record : nil, grant: nil,
            beside: [])
    }

    static func keyChange(_ kind: KeyChange.Kind) -> KeyChange {
        KeyChange(
            kind, "NzbLsXh8uDCcd-6MNwXF4W_7noWXFZAfHkxZsRGC9Xs", .es256, wait: .seconds(3600),
            replaced: "cn-I_WNMClehiVp51i_0VpOENW1upEerA8sEam5hn-s")
    }

    static func limited(_ reason: LimitReason) -> IssueLimited {
        IssueLimited(
            reason: reason, rate: Rate(count: 30, period: .seconds(60)), wait: .seconds(12),
            client: client.id,
            flow: nil)
    }
}
