import OAuthModel
import OpenAPI
import StrictYAML
import Web

extension HandlerDescriptor {
    static let metadata = HandlerDescriptor(
        words: "Tells clients where everything is (RFC 8414).",
        shipped: ("metadata", "/.well-known/oauth-authorization-server"), methods: [.get],
        isWellKnown: true, caching: .asSaid(standing: .seconds(300)),
        options: .keys(.metadataOptions) { .metadata($0) },
        operations: { route in
            [
                .get: .reading(
                    "Find out where everything is",
                    .document(
                        "What this server can do, and where.", "application/json",
                        .shape(of: route.metadata.json)))
            ]
        },
        metadata: { metadata, advertised in
            if case .metadata(let options) = advertised.route.binding {
                metadata.serviceDocumentation = options.serviceDocumentation
            }
        })
}

package struct MetadataOptions: Sendable, Equatable {
    /// `service_documentation` (RFC 8414 §2): a page for people who write clients.
    package internal(set) var serviceDocumentation: String?
}

extension KeyList<MetadataOptions> {
    fileprivate static let metadataOptions = KeyList(
        "'with'", example: "{ service_documentation: https://example.com/docs }", for: "the metadata",
        untouched: MetadataOptions()
    ) {
        Key(
            "service_documentation", .webAddress, \.serviceDocumentation,
            example: "https://example.com/docs", "A page for people who write clients (RFC 8414 §2).")
    }
}

extension ValueType<String> {
    fileprivate static var webAddress: ValueType {
        ValueType("an http or https URL", pattern: "https?://.+") { field in
            field.convert(to: "an http or https URL", such: "https://example.com/docs") {
                URIParts($0)?.isWebAddress == true ? $0 : nil
            }
        }
    }
}
