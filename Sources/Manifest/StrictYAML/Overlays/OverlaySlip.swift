import YAML

/// What an overlay says and can't have meant.
struct OverlaySlip {
    package let kind: Kind
    /// Where in the overlay.
    package let span: SourceSpan
    /// The entry that says it, as it is written.
    package let home: (collection: YAMLNode, index: Int)?

    enum Kind {
        /// The overlay as a whole is something else than a mapping.
        case noMapping(YAMLNode)
        /// What is to be removed is not there; these are.
        case nothingToRemove(String, known: [Known])
        /// A list without entries, laid over one that has some, which stay.
        case nothingToAdd
        /// It says something else than the manifest does: this, or nothing that could be written.
        case otherThanManifest(String, YAMLScalar)
        /// The key that it stands under and the key in it say two things.
        case twoIdentities(key: String)
    }

    /// What could have been meant.
    struct Known {
        package let name: String
        package let span: SourceSpan
    }
}
