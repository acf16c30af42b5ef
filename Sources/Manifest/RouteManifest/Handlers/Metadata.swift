import OAuthModel
import Web

extension HandlerDescriptor {
    /// Tells clients where everything is (RFC 8414).
    static let metadata = HandlerDescriptor(
        shipped: ("metadata", "/.well-known/oauth-authorization-server"), methods: [.get],
        isWellKnown: true, caching: .asSaid(standing: .seconds(300)),
        options: .some(example: "{ service_documentation: https://example.com/docs }") { reader, _ in
            .metadata(
                MetadataOptions(
                    serviceDocumentation: reader.take("service_documentation")?.convert(
                        to: "an http or https URL", such: "https://example.com/docs"
                    ) { URIParts($0)?.isWebAddress == true ? $0 : nil }))
        },
        metadata: { metadata, advertised in
            if case .metadata(let options) = advertised.route.binding {
                metadata.serviceDocumentation = options.serviceDocumentation
            }
        })
}

package struct MetadataOptions: Sendable, Equatable {
    /// `service_documentation` (RFC 8414 §2): a page for people who write clients.
    package let serviceDocumentation: String?
}
