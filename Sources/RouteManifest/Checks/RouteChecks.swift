import YAML

/// One path and method, one route. Routes that are off don't count.
func checkPathsAreDistinct(_ facts: ManifestFacts, _ findings: Findings) {
    var seen: [String: (route: RouteName, span: SourceSpan)] = [:]
    for route in facts.active {
        var own: [RoutePath: SourceSpan] = [:]
        for (path, span) in route.paths {
            if let first = own[path] {
                findings.error(
                    .duplicatePath, "route '\(route.name)' has path '\(path)' twice", at: span,
                    hint: "remove one of them",
                    related: Finding.Related(message: "first here", span: first))
                continue
            }
            own[path] = span
            let methods = Array(Set(route.methods)).sorted { $0.rawValue < $1.rawValue }
            for method in methods {
                let key = "\(method.rawValue) \(path)"
                if let first = seen[key] {
                    findings.error(
                        .duplicatePath, "\(key) belongs to route '\(first.route)' already", at: span,
                        hint: "give one of them another path, or turn one off",
                        related: Finding.Related(message: "first here", span: first.span))
                    break
                }
                seen[key] = (route.name, span)
            }
        }
    }
}

/// What is derived from a handler (a member of the metadata, a link) can lead to one place only.
func checkHandlersAreBoundOnce(_ facts: ManifestFacts, _ findings: Findings) {
    var seen: [HandlerName: RouteDraft] = [:]
    for route in facts.active {
        guard let handler = route.handler else { continue }
        if let first = seen[handler] {
            findings.error(
                .duplicateHandler, "\(handler.rawValue) is bound to route '\(first.name)' already",
                at: route.handlerSpan,
                hint: "for a second path use 'aliases' there",
                related: Finding.Related(message: "first here", span: first.handlerSpan))
        } else {
            seen[handler] = route
        }
    }
}
