package import OAuthCore
import OAuthModel
package import RouteManifest
import WireText

/// The manifest in the words of the core. Everything in it has been checked when it was loaded.
extension CoreConfiguration {
    package init(_ manifest: Manifest) {
        let token = manifest.tokenOptions
        self.init(
            issuer: manifest.server.issuer.text, issParameter: manifest.sendsIssParameter,
            scopes: manifest.scopes.map { ($0.name.token, $0.description) },
            defaultScope: Scope(manifest.defaultScopes.map(\.token)),
            resources: manifest.resources.map {
                ProtectedResource(
                    indicator: $0.resource.indicator, alsoKnownAs: $0.alsoKnownAs.map(\.indicator),
                    name: $0.name, scope: Scope($0.scopes.map(\.token)))
            },
            grantTypes: token?.grantTypes ?? [], authenticationMethods: token?.authMethods ?? [],
            lifetimes: Lifetimes(manifest), reuse: manifest.tokens.rotation.reuse,
            rotationRate: manifest.tokens.rotationRate, codeAttempts: manifest.tokens.codeAttempts,
            registration: RegistrationPolicy(
                redirectURIs: RedirectURIRule(
                    manifest.registration, plainHTTP: manifest.server.plainHTTPHosts),
                maximumClients: manifest.registration.maxClients),
            clients: manifest.clients.map(PreRegisteredClient.init),
            resourceServers: manifest.resourceServers.map { server in
                ResourceServer(
                    id: server.id, secret: server.secret.text,
                    resources: server.resources.map(\.indicator))
            })
    }
}

extension Manifest {
    /// What the token route offers; `nil` when it is off.
    var tokenOptions: TokenOptions? {
        if case .token(let options)? = route(.token)?.binding { options } else { nil }
    }

    /// There are no authorization responses where the route is off.
    var sendsIssParameter: Bool {
        if case .authorize(let options)? = route(.authorize)?.binding {
            options.issParameter
        } else {
            false
        }
    }

    var fakeUpstream: FakeUpstreamSettings? {
        if case .fake(let upstream)? = upstream { upstream } else { nil }
    }
}

extension Lifetimes {
    init(_ manifest: Manifest) {
        self.init(
            authorizationCode: manifest.tokens.authorizationCode,
            pendingAuthorization: manifest.tokens.pendingAuthorization,
            accessToken: manifest.tokens.accessToken,
            refreshToken: manifest.tokens.refreshTokenIdle, grant: manifest.tokens.refreshTokenAbsolute,
            registration: manifest.registration.unusedLifetime,
            session: manifest.fakeUpstream?.session ?? .zero)
    }
}

extension PreRegisteredClient {
    init(_ declared: ClientDeclaration) {
        let (method, secret): (ClientAuthenticationMethod, String?) =
            switch declared.authentication {
            case .none: (.none, nil)
            case .secretBasic(let secret): (.clientSecretBasic, secret.text)
            case .secretPost(let secret): (.clientSecretPost, secret.text)
            }
        let metadata = ClientMetadata(
            redirectURIs: declared.redirectURIs.map(RedirectURI.init), authenticationMethod: method,
            grantTypes: declared.grantTypes, applicationType: declared.applicationType,
            name: WireText(declared.name),
            scope: declared.scopeCeiling.map { Scope($0.map(\.token)) })
        self.init(
            client: Client(id: ClientID(rawValue: declared.id), metadata: metadata, isPreRegistered: true),
            secret: secret)
    }
}

extension RotationMode {
    var reuse: RefreshReuse {
        switch self {
        case .strict: .strict
        case .grace(let window): .grace(window)
        case .replay(let window): .replay(window)
        }
    }
}

extension SecretText {
    var text: String { String(decoding: bytes, as: UTF8.self) }
}
