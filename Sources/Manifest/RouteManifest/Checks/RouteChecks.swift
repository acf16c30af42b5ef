import StrictYAML
import YAML

/// One path and method, one route. Routes that are off don't count.
func checkPathsAreDistinct(_ facts: ManifestFacts, _ findings: Findings) {
    var seen: [String: (route: RouteName, span: SourceSpan)] = [:]
    for route in facts.active {
        var own: [RoutePath: SourceSpan] = [:]
        for entry in route.paths {
            let (path, span) = (entry.value, entry.field.span)
            if let first = own[path] {
                findings.error(
                    .duplicatePath, "route '\(route.name)' has path '\(path)' twice", at: span,
                    remedy: entry.field.remove(),
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
                        remedy: entry.field.keySpan == nil
                            ? entry.field.remove().or("give one of the routes a path of its own")
                            : Remedy("give one of the routes a path of its own"),
                        related: Finding.Related(message: "first here", span: first.span))
                    break
                }
                seen[key] = (route.name, span)
            }
        }
    }
}

/// What leads to a handler (a member of the metadata, a link) leads to one route, and its options are those of that route.
func checkOneRouteIsAdvertised(_ facts: ManifestFacts, _ findings: Findings) {
    let handlers = HandlerName.allCases.filter(\.descriptor.isAdvertised)
    let leading = Dictionary(uniqueKeysWithValues: handlers.map { ($0, facts.active($0)) })
    for route in facts.active {
        guard let handler = route.handler, let first = leading[handler] ?? nil, first.name != route.name
        else { continue }
        if route.written?.isAdvertised == true {
            findings.error(
                .duplicateHandler,
                "\(handler.rawValue) is bound to route '\(first.name)' already, which is advertised",
                at: route.handlerSpan, remedy: route.hiding?.or("for a second path use 'aliases' there"),
                related: Finding.Related(message: "first here", span: first.handlerSpan))
        } else if let options = route.field("with") {
            options.isUseless("the options of \(handler.rawValue) are those of route '\(first.name)'")
        }
    }
}

/// Two paths that differ by a slash at the end are one to most people, and to some clients.
func checkPathsDifferByMore(_ facts: ManifestFacts, _ findings: Findings) {
    var seen: [String: (route: RouteName, span: SourceSpan)] = [:]
    for route in facts.active {
        for entry in route.paths where !entry.value.text.hasSuffix("/") {
            for method in route.methods {
                seen["\(method.rawValue) \(entry.value)"] = (route.name, entry.field.span)
            }
        }
    }
    for route in facts.active {
        for entry in route.paths where entry.value.text.hasSuffix("/") {
            let other = route.methods.lazy.compactMap {
                seen["\($0.rawValue) \(entry.value.text.dropLast())"]
            }
            guard let first = other.first, first.route != route.name else { continue }
            findings.warning(
                .similarPath,
                "'\(entry.value)' differs from a path of route '\(first.route)' by a slash alone",
                at: entry.field.span,
                remedy: Remedy("give it a path of its own, or list it under 'aliases' of that route"),
                related: Finding.Related(message: "the other is here", span: first.span))
        }
    }
}
