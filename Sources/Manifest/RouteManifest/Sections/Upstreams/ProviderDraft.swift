import OAuthModel
import StrictYAML
import Web
import YAML

/// An entry of `upstreams`, with the places that later checks point at.
struct ProviderDraft {
    let name: UpstreamName
    let nameSpan: SourceSpan
    /// The active one.
    let profile: ProfileName
    var kind: ProviderKind?
    var title: String?
    var issuer: String?
    var tenant: String?
    var domain: String?
    var url: String?
    var realm: String?
    var endpoints = ProviderEndpointsDraft()
    var clientID: String?
    var secret = SecretFields(key: .clientSecret)
    var method: ProviderAuthentication?
    var scopes: [String]?
    var parameters: [AuthorizationParameter] = []
    var claims = ProviderClaimsDraft()
    var allow = AdmissionRules()
    var contact: String?
    var keepsTokens = false
    var onRefresh = OnRefresh.ignore
    var grace = Duration.seconds(3600)
    var authorities: AuthorityFile?
    var networks: [IPNetwork] = []
    var isEnabled = true
    var profiles: [Placed<ProfileName>]?
    /// Nil where it is off, or where a part is missing without which there is none; that has been reported.
    var settings: ProviderSettings?
    var reader: MappingReader?

    init(name: UpstreamName, nameSpan: SourceSpan, profile: ProfileName) {
        self.name = name
        self.nameSpan = nameSpan
        self.profile = profile
    }

    static let names = TextShape(UpstreamName.alphabet, pattern: UpstreamName.pattern)

    /// Of none.
    static var blank: ProviderDraft { ProviderDraft(name: .fake, nameSpan: .fileStart, profile: .demo) }

    /// How messages call it.
    var owner: String { "upstream '\(name)'" }

    var isOn: Bool { isEnabled && profiles?.contains { $0.value == profile } != false }

    /// Where the provider sends the browser back to. No name is too long for it.
    var callbackPath: RoutePath? { try? RoutePath("/upstream/\(name)/callback") }

    /// The route that follows from it.
    func callback(_ defaults: RouteDefaults) -> Route? {
        callbackPath.map { path in
            let descriptor = HandlerDescriptor.upstreamCallback
            return Route(
                name: RouteName(of: name), state: .on, path: path, aliases: [], methods: descriptor.methods,
                handler: .upstreamCallback, binding: .upstreamCallback(name), isAdvertised: false,
                template: nil, cors: .sameOrigin, rateLimit: defaults.rateLimit.limit, auth: [.anyone],
                timeout: defaults.timeout, bodyLimit: defaults.bodyLimit ?? descriptor.bodyLimit,
                headers: defaults.headers, cache: nil)
        }
    }

    func field(_ key: String) -> Field? { reader?.field(key) }

    /// What stands in one of its mappings.
    func field(_ key: String, _ inner: String) -> Field? {
        field(key).flatMap { field in
            guard case .mapping = field.node.content else { return nil }
            return field.mapping(such: "")?.field(inner)
        }
    }
}

/// What becomes of the login at the provider when a grant is refreshed.
enum OnRefresh: String, CaseIterable, Sendable {
    case ignore, check
}

extension SecretKey {
    static let clientSecret = SecretKey(
        name: "client_secret", noun: "client secret", remedy: "copy it from where the provider shows it",
        variable: "CLIENT_SECRET", exampleFile: "corp.secret")
}
