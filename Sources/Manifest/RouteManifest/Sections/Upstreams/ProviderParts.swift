import OAuthModel
import StrictYAML

/// `endpoints` of a provider.
struct ProviderEndpointsDraft {
    var authorization: String?
    var token: String?
    var userinfo: String?

    /// Nil where one is missing.
    var written: WrittenProvider? {
        guard let authorization, let token, let userinfo else { return nil }
        return WrittenProvider(authorization: authorization, token: token, userinfo: userinfo)
    }
}

extension KeyList<ProviderEndpointsDraft> {
    static let providerEndpoints = KeyList(
        "'endpoints'",
        example:
            "{ authorization: \"https://login.example.com/authorize\", token: \"https://login.example.com/token\", userinfo: \"https://login.example.com/userinfo\" }",
        for: "the login at a provider", untouched: ProviderEndpointsDraft()
    ) {
        Key(
            "authorization", .endpointOfProvider, \.authorization,
            example: "https://login.example.com/authorize", standing: "none, oauth2 needs it",
            "Where the browser is sent.")
        Key(
            "token", .endpointOfProvider, \.token, example: "https://login.example.com/token",
            standing: "none, oauth2 needs it", "Where the code that it brings back is redeemed.")
        Key(
            "userinfo", .endpointOfProvider, \.userinfo, example: "https://login.example.com/userinfo",
            standing: "none, oauth2 needs it",
            "What says who it is: an object in JSON, for whoever shows the access token.")
    }
}

/// `claims` of a provider.
struct ProviderClaimsDraft {
    var subject: ClaimPath?
    var name: ClaimPath?
    var email: ClaimPath?
    var verification: Verification?
    var groups: ClaimPath?
    var organization: ClaimPath?

    /// Whether an address counts.
    enum Verification: Equatable, Sendable {
        case claim(ClaimPath)
        /// The provider vouches for each that it sends.
        case always
    }
}

extension KeyList<ProviderClaimsDraft> {
    static let providerClaims = KeyList(
        "'claims'", example: "{ groups: [realm_access, roles] }", for: "who somebody is",
        untouched: ProviderClaimsDraft()
    ) {
        Key(
            "sub", .claim, \.subject, example: "employee_number",
            standing: "the provider's own, behind the name of the entry and a colon",
            """
            The claim whose value alone is `sub` of our tokens; one provider may have that, and none beside the fake login. Of oauth2, which has \
            none of its own: the claim that is it, behind the name of the entry and a colon as everywhere.
            """)
        Key(
            "name", .claim, \.name, example: "display_name", standing: "name, else what the kind has instead",
            "What somebody is called, for people.")
        Key(
            "email", .claim, \.email, example: "mail", standing: "email; of github its list of addresses",
            "The address that rules look at, once it is verified.")
        Key(
            "email_verified", .verification, \.verification, example: "email_verified",
            standing: "email_verified; of entra xms_edov",
            """
            The claim that says that the address is somebody's own; true: the provider vouches for every address that it sends. An address \
            of which nothing says so counts for nothing.
            """)
        Key(
            "groups", .claim, \.groups, example: "[realm_access, roles]",
            standing: "groups, where the kind has them",
            "The groups, or roles, that somebody is in: a list of texts.")
        Key(
            "organization", .claim, \.organization, example: "org_id",
            standing: "hd of google, tid of entra, org_id of auth0, the organisations of github",
            "The organisation, or the list of those, that somebody belongs to.")
    }
}

extension KeyList<AdmissionRules> {
    static let admission = KeyList(
        "'allow'", example: "{ domains: [example.com] }", for: "who may sign in",
        untouched: AdmissionRules()
    ) {
        Key(
            "domains", .list(.emailDomain, isToldEmpty: false), \.domains, example: "[example.com]",
            standing: "none", "What stands behind the @ of a verified address.")
        Key(
            "emails", .list(.emailAddress, isToldEmpty: false), \.emails, example: "[ada@example.com]",
            standing: "none", "Verified addresses.")
        Key(
            "groups", .list(.line(atMost: 500), isToldEmpty: false), \.groups, example: "[staff]",
            standing: "none", "Groups, as the provider writes them.")
        Key(
            "subjects", .list(.subjectOfProvider, isToldEmpty: false), \.subjects,
            example: "[\"248289761001\"]", standing: "none",
            "Ids of people at the provider, without the name of the entry before them.")
        Key(
            "organizations", .list(.line(atMost: 500), isToldEmpty: false), \.organizations,
            example: "[example.com]", standing: "none",
            """
            Google's hosted domain, a tenant of entra, an organisation of github or auth0. Everybody has to be of one of these, whatever \
            the other lists say.
            """)
    }
}

/// An entry of `grants`.
struct CeilingEntry {
    fileprivate var ceiling = ScopeCeiling(scope: .empty)
    fileprivate var scopes: [ScopeToken]?
}

extension KeyList<CeilingEntry> {
    fileprivate static let ceiling = KeyList(
        "an entry of 'grants'", example: "{ groups: [staff], scopes: [mcp] }", for: "who may give what",
        untouched: CeilingEntry()
    ) {
        Key(
            "domains", .list(.emailDomain, isToldEmpty: false), \.ceiling.domains, example: "[example.com]",
            standing: "none", "For people with a verified address there.")
        Key(
            "emails", .list(.emailAddress, isToldEmpty: false), \.ceiling.emails,
            example: "[ada@example.com]", standing: "none", "For people with one of these verified addresses."
        )
        Key(
            "groups", .list(.line(atMost: 500), isToldEmpty: false), \.ceiling.groups, example: "[staff]",
            standing: "none", "For people in one of these groups.")
        Key(
            "subjects", .list(.subjectOfProvider, isToldEmpty: false), \.ceiling.subjects,
            example: "[\"248289761001\"]", standing: "none",
            "For people with one of these ids at the provider.")
        Key("scopes", .list(.declaredScope), \.scopes, example: "[mcp]", "The scopes that they may give.")
            .required("the scopes that they may give, such as [mcp]")
    }
}

extension ValueType<[ScopeCeiling]> {
    static var ceilings: ValueType {
        ValueType(.list(of: .mapping(KeyList<CeilingEntry>.ceiling.entries))) { _ in
            nil
        } read: { field in
            field.list(ofMappings: true)?.compactMap { entry in
                KeyList<CeilingEntry>.ceiling.read(entry) { read, _ in
                    guard let scopes = read.scopes else { return nil }
                    var ceiling = read.ceiling
                    ceiling.scope = Scope(scopes)
                    return ceiling
                }
            }
        }
    }
}
