package import Web

/// A provider that knows real people, as the manifest has it: what its preset says is worked in, so nobody asks for the preset again.
package struct ProviderSettings: Sendable, Equatable {
    package var name: UpstreamName
    /// The word of the manifest: which preset it was made of.
    package var kind: ProviderKind
    /// For people, on the chooser.
    package var title: String
    package var endpoints: ProviderEndpoints
    package var clientID: String
    /// Nil of a client without one.
    package var secret: SecretText?
    package var authentication: ProviderAuthentication
    /// Asked for at each login.
    package var scopes: [String]
    /// Put on the authorization request as they are: names and values.
    package var parameters: [AuthorizationParameter]
    package var claims: ClaimRules
    package var admission: AdmissionRules
    /// Whom a person may ask who was not let in: an address or a sentence.
    package var contact: String?
    package var refreshing: UpstreamRefreshing
    /// Authorities that are believed beside those of the system.
    package var authorities: AuthorityFile?
    /// Networks in which its addresses may be, beside the public ones.
    package var networks: [IPNetwork]

    package init(
        name: UpstreamName, kind: ProviderKind, title: String, endpoints: ProviderEndpoints, clientID: String,
        secret: SecretText?, authentication: ProviderAuthentication, scopes: [String],
        parameters: [AuthorizationParameter] = [], claims: ClaimRules, admission: AdmissionRules,
        contact: String? = nil, refreshing: UpstreamRefreshing = .none, authorities: AuthorityFile? = nil,
        networks: [IPNetwork] = []
    ) {
        self.name = name
        self.kind = kind
        self.title = title
        self.endpoints = endpoints
        self.clientID = clientID
        self.secret = secret
        self.authentication = authentication
        self.scopes = scopes
        self.parameters = parameters
        self.claims = claims
        self.admission = admission
        self.contact = contact
        self.refreshing = refreshing
        self.authorities = authorities
        self.networks = networks
    }
}

/// The words for `kind` of an upstream.
package enum ProviderKind: String, CaseIterable, Sendable {
    case oidc, oauth2, google, github, entra, auth0, okta, keycloak
}

package struct AuthorizationParameter: Hashable, Sendable {
    package let name: String
    package let value: String

    package init(name: String, value: String) {
        self.name = name
        self.value = value
    }
}

/// Where a provider is asked.
package enum ProviderEndpoints: Sendable, Equatable {
    /// OpenID Connect: all else stands in the document at `ISSUER/.well-known/openid-configuration`.
    case discovered(DiscoveredProvider)
    /// OAuth 2 alone, which knows no ID token: who it is stands at an address of its own.
    case written(WrittenProvider)
}

package struct DiscoveredProvider: Sendable, Equatable {
    /// Byte for byte, with or without a slash at the end, as the provider has it.
    package var issuer: String
    /// How its ID tokens name it.
    package var issuerRule: IssuerRule
    /// Where claims that rules ask for are not in the ID token but at the userinfo endpoint (OpenID Connect Core §5.3).
    package var asksUserinfo: Bool
    /// PKCE is sent though the document does not advertise it.
    package var hasUnadvertisedPKCE: Bool

    package init(
        issuer: String, issuerRule: IssuerRule = .exact, asksUserinfo: Bool = false,
        hasUnadvertisedPKCE: Bool = true
    ) {
        self.issuer = issuer
        self.issuerRule = issuerRule
        self.asksUserinfo = asksUserinfo
        self.hasUnadvertisedPKCE = hasUnadvertisedPKCE
    }

    package enum IssuerRule: Sendable, Equatable {
        /// `iss` is the issuer, and so does the document call itself.
        case exact
        /// Entra's `common` and `organizations`: the document's issuer has `{tenantid}` in it, which is the token's `tid`.
        case tenant
    }
}

package struct WrittenProvider: Sendable, Equatable {
    package var authorization: String
    package var token: String
    package var userinfo: String
    /// What `iss` of an answer has to be where there is one (RFC 9207); nil: there may be none.
    package var issuer: String?
    /// Further documents about the person, put beside the claims under these names (GitHub's `emails` and `orgs`).
    package var further: [FurtherClaims]
    /// PKCE is sent.
    package var hasPKCE: Bool

    package init(
        authorization: String, token: String, userinfo: String, issuer: String? = nil,
        further: [FurtherClaims] = [], hasPKCE: Bool = true
    ) {
        self.authorization = authorization
        self.token = token
        self.userinfo = userinfo
        self.issuer = issuer
        self.further = further
        self.hasPKCE = hasPKCE
    }
}

/// An array that is fetched with the access token, and stands under a name beside the claims.
package struct FurtherClaims: Sendable, Equatable {
    package let name: String
    package let url: String

    package init(name: String, url: String) {
        self.name = name
        self.url = url
    }
}

/// How this server proves itself at the provider's token endpoint (RFC 6749 §2.3).
package enum ProviderAuthentication: String, CaseIterable, Sendable {
    case basic = "client_secret_basic"
    case post = "client_secret_post"
    case none
}

/// Which claims say what.
package struct ClaimRules: Sendable, Equatable {
    /// `sub`, unless the manifest maps it from another claim: then it stands alone, without the provider's name before it.
    package var subject: SubjectRule
    /// The first that is there is the person's name.
    package var name: [ClaimPath]
    package var email: EmailRule
    package var groups: ClaimPath?
    package var organization: ClaimPath?

    package init(
        subject: SubjectRule = .own([ClaimPath("sub")]),
        name: [ClaimPath] = [ClaimPath("name"), ClaimPath("preferred_username"), ClaimPath("email")],
        email: EmailRule = .verified(ClaimPath("email"), by: ClaimPath("email_verified")),
        groups: ClaimPath? = ClaimPath("groups"), organization: ClaimPath? = nil
    ) {
        self.subject = subject
        self.name = name
        self.email = email
        self.groups = groups
        self.organization = organization
    }

    package enum SubjectRule: Sendable, Equatable {
        /// The values of these claims, with dots between them, behind the provider's name and a colon: `corp:1234`.
        case own([ClaimPath])
        /// The value of this claim alone. One provider of all may have that.
        case mapped(ClaimPath)

        package var paths: [ClaimPath] {
            switch self {
            case .own(let paths): paths
            case .mapped(let path): [path]
            }
        }
    }

    package enum EmailRule: Sendable, Equatable {
        /// Counts only where the other claim is `true` (or 1, or "true": Entra's `xms_edov` has all three).
        case verified(ClaimPath, by: ClaimPath)
        /// One of an array of objects `{email, primary, verified}`: the one that is both (GitHub).
        case listed(ClaimPath)
        /// The provider vouches for every address that it sends.
        case trusted(ClaimPath)

        /// Where the address stands, or the array of them.
        package var path: ClaimPath {
            switch self {
            case .verified(let path, _), .listed(let path), .trusted(let path): path
            }
        }
    }
}

/// Who is let in, and what with. Without any list everybody is whom the provider knows.
package struct AdmissionRules: Sendable, Equatable {
    /// Behind the `@` of a verified address, in lower case.
    package var domains: [String]
    /// Verified addresses.
    package var emails: [String]
    package var groups: [String]
    /// As the provider has them, without its name before them.
    package var subjects: [String]
    /// Google's `hd`, GitHub's organisations, Entra's tenants, Auth0's `org_id`. Everybody has to be of one of these, whatever the
    /// other lists say; of those one has to fit.
    package var organizations: [String]
    /// What whoever fits may be given at the most; in order, all that fit are added up. Empty: all that is asked for.
    package var ceilings: [ScopeCeiling]

    package init(
        domains: [String] = [], emails: [String] = [], groups: [String] = [], subjects: [String] = [],
        organizations: [String] = [], ceilings: [ScopeCeiling] = []
    ) {
        self.domains = domains
        self.emails = emails
        self.groups = groups
        self.subjects = subjects
        self.organizations = organizations
        self.ceilings = ceilings
    }
}

/// So much for those who fit; for everybody where there is no list.
package struct ScopeCeiling: Sendable, Equatable {
    package var scope: Scope
    package var groups: [String]
    package var emails: [String]
    package var domains: [String]
    package var subjects: [String]

    package init(
        scope: Scope, groups: [String] = [], emails: [String] = [], domains: [String] = [],
        subjects: [String] = []
    ) {
        self.scope = scope
        self.groups = groups
        self.emails = emails
        self.domains = domains
        self.subjects = subjects
    }
}

/// What becomes of the tokens that a provider gives out with a login.
package enum UpstreamRefreshing: Sendable, Equatable {
    /// They are forgotten.
    case none
    /// They are kept, sealed, as long as the grant lives.
    case kept
    /// And with each refresh of the grant the provider is asked whether the login still holds. A grant that it confirmed within `grace`
    /// goes on while the provider can't be reached.
    case checked(grace: Duration)

    package var keepsTokens: Bool { self != .none }
}
