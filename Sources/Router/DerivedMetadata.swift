internal import OAuthModel
internal import RouteManifest

extension AuthorizationServerMetadata {
    /// What the routes that are on amount to. Nothing is said of a route that is off, nor of what only it could do.
    init(
        issuer: IssuerURL, routes: [PlannedRoute], introspectionCallers: AdmittedCallers?,
        scopes: [ScopeName]
    ) {
        func route(_ handler: HandlerName) -> PlannedRoute? { routes.first { $0.handler == handler } }
        func url(_ handler: HandlerName) -> String? { route(handler).map { issuer.origin + $0.publicPath } }
        self.init(issuer: issuer.text)
        authorizationEndpoint = url(.authorize)
        tokenEndpoint = url(.token)
        registrationEndpoint = url(.register)
        introspectionEndpoint = url(.introspect)
        revocationEndpoint = url(.revoke)
        scopesSupported = scopes.map(\.text)
        if authorizationEndpoint != nil {
            responseTypesSupported = ["code"]
            responseModesSupported = ["query"]
            codeChallengeMethodsSupported = ["S256"]
        }
        if case .authorize(let options)? = route(.authorize)?.options, options.issParameter {
            authorizationResponseIssParameterSupported = true
        }
        if case .token(let options)? = route(.token)?.options {
            grantTypesSupported = options.grantTypes
                .filter { $0 != .authorizationCode || authorizationEndpoint != nil }.map(\.rawValue)
            tokenEndpointAuthMethodsSupported = options.authMethods.map(\.rawValue)
        }
        introspectionEndpointAuthMethodsSupported = introspectionCallers?.methods.map(\.rawValue) ?? []
        if revocationEndpoint != nil {
            // A client revokes in the way in which it gets its tokens (RFC 7009 §2.1).
            revocationEndpointAuthMethodsSupported =
                tokenEndpoint != nil
                ? tokenEndpointAuthMethodsSupported : ClientAuthenticationMethod.allCases.map(\.rawValue)
        }
        if case .metadata(let options)? = route(.metadata)?.options {
            serviceDocumentation = options.serviceDocumentation
        }
    }
}
