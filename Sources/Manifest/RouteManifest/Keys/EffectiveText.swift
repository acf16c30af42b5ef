import StrictYAML

extension ManifestResult {
    /// What holds, as a manifest: read in the place of the file it means the same, but for its secrets, which are not shown.
    ///
    /// - Parameter withOrigins: Behind each value stands, as a comment, where it comes from.
    package func effectiveText(withOrigins: Bool) -> String {
        // What a route has from `defaults` comes from where they say it.
        var defaults: [String: ToldValue.Origin] = [:]
        for value in told where value.path.steps.first == .key("defaults") && value.origin != .standing {
            if case .key(let name)? = value.path.steps.last { defaults[name] = value.origin }
        }
        let told = told.map { value in
            guard value.origin == .standing, value.path.steps.count == 3,
                value.path.steps.first == .key("routes"), case .key(let name)? = value.path.steps.last,
                let said = defaults[name]
            else { return value }
            var value = value
            value.origin = .overridden("defaults, \(said)")
            return value
        }
        return ManifestLanguage.language.text(of: told, withOrigins: withOrigins)
    }
}
