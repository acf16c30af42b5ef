import OAuthModel

extension HandlerDescriptor {
    /// Asks the person for consent, and takes the answer of that page (RFC 6749 §3.1).
    static let authorize = HandlerDescriptor(
        shipped: ("authorize", "/oauth/authorize"), methods: [.get, .post],
        template: TemplateName("consent.html"), isPage: true,
        options: .some(example: "{ iss_parameter: false }") { reader, _ in
            .authorize(AuthorizeOptions(issParameter: reader.take("iss_parameter")?.boolean() ?? true))
        },
        metadata: { metadata, advertised in
            metadata.authorizationEndpoint = advertised.url
            metadata.responseTypesSupported = ["code"]
            metadata.responseModesSupported = ["query"]
            metadata.codeChallengeMethodsSupported = ["S256"]
            if case .authorize(let options) = advertised.route.binding, options.issParameter {
                metadata.authorizationResponseIssParameterSupported = true
            }
        })
}

package struct AuthorizeOptions: Sendable, Equatable {
    /// Authorization responses say who they are from (RFC 9207), and the metadata says that they do.
    package let issParameter: Bool
}
