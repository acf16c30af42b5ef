import OAuthModel

extension HandlerDescriptor {
    /// Lets clients become known that nobody has listed (RFC 7591).
    static let register = HandlerDescriptor(
        shipped: ("register", "/oauth/register"), methods: [.post], options: .none(.register),
        metadata: { metadata, advertised in metadata.registrationEndpoint = advertised.url })
}
