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
            applicationType: applicationType, name: WireText(name), scope: scopeCeiling,
            keys: authentication.keys)
        return Client(id: id, metadata: metadata, origin: .manifest)
    }
}

/// How a client authenticates, together with the secret or the keys that this needs.
package enum ClientAuthentication: Sendable, Equatable {
    case none
    case secretBasic(SecretText)
    case secretPost(SecretText)
    case privateKeyJWT(ClientKeys)

    package var method: ClientAuthenticationMethod {
        switch self {
        case .none: .none
        case .secretBasic: .clientSecretBasic
        case .secretPost: .clientSecretPost
        case .privateKeyJWT: .privateKeyJWT
        }
    }

    package var secret: SecretText? {
        switch self {
        case .none, .privateKeyJWT: nil
        case .secretBasic(let secret), .secretPost(let secret): secret
        }
    }

    package var keys: ClientKeys? {
        if case .privateKeyJWT(let keys) = self { keys } else { nil }
    }
}
