package import JSON
package import WireText

/// What a client says of itself (RFC 7591 §2), checked, with the defaults of the RFC made visible.
package struct ClientMetadata: Equatable, Sendable {
    package var redirectURIs: [RedirectURI]
    /// Any of these will do; never empty. One that named no method at registration is told the first, `client_secret_basic`, and
    /// may use post as well.
    package var authenticationMethods: [ClientAuthenticationMethod]
    package var grantTypes: [GrantType]
    package var applicationType: ApplicationType?
    package var name: WireText?
    package var scope: Scope?
    /// Of a client that may prove itself by them.
    package var keys: ClientKeys?
    /// Members that are kept and given back and that this server does not act on, in order.
    package var descriptive: [(name: WireText, value: JSONValue)]

    package init(
        redirectURIs: [RedirectURI], authenticationMethods: [ClientAuthenticationMethod],
        grantTypes: [GrantType],
        applicationType: ApplicationType? = nil,
        name: WireText? = nil, scope: Scope? = nil, keys: ClientKeys? = nil,
        descriptive: [(name: WireText, value: JSONValue)] = []
    ) {
        self.redirectURIs = redirectURIs
        self.authenticationMethods = authenticationMethods
        self.grantTypes = grantTypes
        self.applicationType = applicationType
        self.name = name
        self.scope = scope
        self.keys = keys
        self.descriptive = descriptive
    }

    /// A client that doesn't say what it is counts as native: it may vary the port of a `localhost` redirect.
    package var isNative: Bool { applicationType != .web }

    /// The one that it is told.
    package var authenticationMethod: ClientAuthenticationMethod { authenticationMethods.first ?? .none }

    package static func == (left: ClientMetadata, right: ClientMetadata) -> Bool {
        left.json == right.json && left.authenticationMethods == right.authenticationMethods
    }

    /// The members as they are given back at registration.
    package var json: JSONObject {
        var object = JSONObject([
            "redirect_uris": .strings(redirectURIs.map(\.text)),
            "token_endpoint_auth_method": .string(authenticationMethod.rawValue),
            "grant_types": .strings(grantTypes.map(\.rawValue)),
            "response_types": ["code"],
            "application_type": applicationType.map { .string($0.rawValue) },
            "client_name": name.map { .string($0) },
            "scope": scope.map { .string($0.text) },
        ])
        switch keys {
        case .inline(let set): object["jwks"] = .object(set)
        case .at(let uri): object["jwks_uri"] = .string(uri)
        case nil: break
        }
        for (name, value) in descriptive { object[name] = value }
        return object
    }
}
