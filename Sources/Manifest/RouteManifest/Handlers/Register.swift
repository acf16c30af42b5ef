import OAuthModel

extension HandlerDescriptor {
    static let register = HandlerDescriptor(
        words: "Lets clients become known that nobody has listed (RFC 7591).",
        shipped: ("register", "/oauth/register"), methods: [.post], options: .none(.register),
        metadata: { metadata, advertised in metadata.registrationEndpoint = advertised.url })
}
