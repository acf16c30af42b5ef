package import StrictYAML

/// The language of the manifest, for whoever tells of it.
package enum ManifestLanguage {
    static let language = Language(
        KeyList<ManifestDraft>.manifest, secrets: [.secret] + SecretKey.addresses, same: ["version"])

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
        placed(sections, in: "")
        + HandlerName.allCases.flatMap { handler in
            placed(handler.descriptor.options.entries, in: "\(handler.rawValue).with.", of: handler)
        }

    private static func placed(
        _ entries: [KeyEntry], in home: String, of handler: HandlerName? = nil
    ) -> [PlacedKey] {
        entries.flatMap { entry in
            [PlacedKey(path: home + entry.name, entry: entry, handler: handler)]
                + placed(entry.shape, in: home + entry.name, of: handler)
        }
    }

    private static func placed(_ shape: ValueShape, in home: String, of handler: HandlerName?) -> [PlacedKey]
    {
        switch shape {
        case .mapping(let entries): placed(entries, in: home + ".", of: handler)
        case .list(let shape, _): placed(shape, in: home + "[]", of: handler)
        case .named(_, let shape): placed(shape, in: home + ".NAME", of: handler)
        case .either(let shapes): shapes.flatMap { placed($0, in: home, of: handler) }
        case .text, .integer, .boolean, .word, .anything, .options: []
        }
    }
}

extension HandlerDescriptor {
    /// The keys of `with`; none: it has no options.
    package var optionKeys: [KeyEntry] { options.entries }
    package var areOptionsRequired: Bool { options.isRequired }
}
