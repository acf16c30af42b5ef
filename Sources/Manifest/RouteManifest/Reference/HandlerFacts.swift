import StrictYAML

extension HandlerName {
    /// What it does. Sentences.
    package var words: String { descriptor.words }

    /// What a route that is bound to it may say, by the keys of a route.
    package var facts: [(name: String, words: String)] {
        let descriptor = descriptor
        let served = YAMLText.list(descriptor.methods.map(\.rawValue))
        let standing = descriptor.standingMethods.map { YAMLText.list($0.map(\.rawValue)) }
        return [
            (
                "methods",
                standing.map { "of \(served); without `methods`: \($0)" } ?? "\(served), all of them"
            ),
            ("template", descriptor.template.map { "needed, such as \($0.text)" } ?? "none"),
            ("auth", descriptor.callers.map(\.rawValue).joined(separator: ", ")),
            ("cache", descriptor.caching.words),
            (
                "with",
                descriptor.options.entries.isEmpty
                    ? "no options" : descriptor.options.isRequired ? "needed" : "options, none of them needed"
            ),
        ]
            + (descriptor.needs.isEmpty
                ? [] : [("off without", descriptor.needs.map(\.rawValue).joined(separator: ", "))])
    }
}

extension HandlerDescriptor.Caching {
    fileprivate var words: String {
        switch self {
        case .never: "never"
        case .asSaid(let standing):
            standing.map { "as the route says, else for \(DurationText.render($0))" } ?? "as the route says"
        }
    }
}
