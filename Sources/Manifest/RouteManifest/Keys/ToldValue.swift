package import YAML

/// A value that holds, and where it comes from.
package struct ToldValue: Sendable {
    package let path: ManifestPath
    /// As the file would write it, in brackets too; a secret as `***`.
    package let text: String
    package let origin: Origin

    package enum Origin: Sendable {
        /// What holds where nobody says otherwise.
        case standing
        /// Written there.
        case file(SourceSpan)
        /// Variables whose values are in it, and where they are named.
        case environment([String], SourceSpan)
        /// What the file has for variables that are not set.
        case unset([String], SourceSpan)
    }
}

extension Field {
    /// Where its value comes from.
    var origin: ToldValue.Origin {
        guard let filled = filling else { return .file(span) }
        if !filled.sources.isEmpty { return .environment(filled.sources, span) }
        return filled.variables.isEmpty ? .file(span) : .unset(filled.variables, span)
    }
}
