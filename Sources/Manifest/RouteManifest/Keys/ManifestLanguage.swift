package import StrictYAML

/// The language of the manifest, for whoever tells of it.
package enum ManifestLanguage {
    static let language = Language(
        KeyList<ManifestDraft>.manifest,
        secrets: [.secret, .operatorToken, .clientSecret] + SecretKey.addresses,
        same: ["version"])

    /// The sections, in the order in which they are written.
    package static var sections: [KeyEntry] { KeyList<ManifestDraft>.manifest.entries }

    /// A key with where it stands: `server.port`, `clients[].client_id`, `routes.NAME.path`; an option of a handler as
    /// `oauth.authorize.with.iss_parameter`.
    package struct PlacedKey: Sendable {
        package let path: String
        package let entry: KeyEntry
        /// The handler that has it under `with`.
        package let handler: HandlerName?
    }

    /// All keys: a mapping before the keys in it.
    package static let keys: [PlacedKey] =
        placed(sections, in: "", of: nil)
        + HandlerName.writable.flatMap { handler in
            placed(handler.descriptor.options.entries, in: "\(handler.rawValue).with", of: handler)
        }

    private static func placed(
        _ entries: [KeyEntry], in home: String, of handler: HandlerName?
    ) -> [PlacedKey] {
        ValueShape.mapping(entries).placed(in: home).map {
            PlacedKey(path: $0.path, entry: $0.entry, handler: handler)
        }
    }
}
