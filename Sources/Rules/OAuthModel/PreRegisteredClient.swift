import WireText

/// A client that is known without registration.
package struct PreRegisteredClient: Sendable, Equatable {
    package let id: ClientID
    package let name: String
    package let redirectURIs: [RedirectURI]
    package let authentication: ClientAuthentication
    package let grantTypes: [GrantType]
    /// The most it can be granted; nil: every declared scope.
    package let scopeCeiling: Scope?
    package let applicationType: ApplicationType

    package init(
        id: ClientID, name: String, redirectURIs: [RedirectURI], authentication: ClientAuthentication,
        grantTypes: [GrantType], scopeCeiling: Scope?, applicationType: ApplicationType
    ) {
        self.id = id
        self.name = name
        self.redirectURIs = redirectURIs
        self.authentication = authentication
        self.grantTypes = grantTypes
        self.scopeCeiling = scopeCeiling
        self.applicationType = applicationType
    }

    package var client: Client {
        let metadata = ClientMetadata(
            redirectURIs: redirectURIs, authenticationMethods: [authentication.method],
            grantTypes: grantTypes,
            applicationType: applicationType, name: WireText(name), scope: scopeCeiling)
        return Client(id: id, metadata: metadata, origin: .manifest)
    }
}

/// How a client authenticates, together with the secret that it needs for that.
package enum ClientAuthentication: Sendable, Equatable {
    case none
    case secretBasic(SecretText)
    case secretPost(SecretText)

    package var method: ClientAuthenticationMethod {
        switch self {
        case .none: .none
        case .secretBasic: .clientSecretBasic
        case .secretPost: .clientSecretPost
        }
    }

    package var secret: SecretText? {
        switch self {
        case .none: nil
        case .secretBasic(let secret), .secretPost(let secret): secret
        }
    }
}
