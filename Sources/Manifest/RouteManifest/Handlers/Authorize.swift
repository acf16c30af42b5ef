import OAuthModel
import StrictYAML

extension HandlerDescriptor {
    static let authorize = HandlerDescriptor(
        words: "Asks the person for consent, and takes the answer of that page (RFC 6749 §3.1).",
        shipped: ("authorize", "/oauth/authorize"), methods: [.get, .post],
        template: TemplateName("consent.html"), isPage: true,
        needsParameters: true,
        options: .keys(.authorizeOptions) { .authorize($0) },
        metadata: { metadata, advertised in
            metadata.authorizationEndpoint = advertised.url
            metadata.responseTypesSupported = ["code"]
            metadata.responseModesSupported = ["query"]
            if advertised.takesDocuments { metadata.clientIDMetadataDocumentSupported = true }
            metadata.codeChallengeMethodsSupported = ["S256"]
            if case .authorize(let options) = advertised.route.binding, options.issParameter {
                metadata.authorizationResponseIssParameterSupported = true
            }
        })
}

package struct AuthorizeOptions: Sendable, Equatable {
    /// Authorization responses say who they are from (RFC 9207), and the metadata says that they do.
    package internal(set) var issParameter = true
}

extension KeyList<AuthorizeOptions> {
    fileprivate static let authorizeOptions = KeyList(
        "'with'", example: "{ iss_parameter: false }", for: "the authorization endpoint",
        untouched: AuthorizeOptions()
    ) {
        Key(
            "iss_parameter", .boolean, \.issParameter, example: "false",
            """
            Answers say who they are from, and the metadata says that they do (RFC 9207). Codex up to 0.144 fails then. Without it a \
            client that knows several authorization servers can be led to send the code of one to another.
            """)
    }
}
