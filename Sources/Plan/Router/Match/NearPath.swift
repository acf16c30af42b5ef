import RouteManifest
import Suggestions
import WireText

/// A path of the plan that somebody may have meant who asked for one that isn't there.
package struct NearPath: Sendable {
    package let path: String
    package let route: PlannedRoute
    package let difference: PathDifference
}

/// In what a path differs from one of the plan. Paths are compared byte for byte, so each of these makes another path.
package enum PathDifference: Equatable, Sendable {
    case slash
    case letters
    case encoding
    case emptySegments
    /// This stands before it.
    case added(String)
    /// This is missing before it.
    case missing(String)
    /// It ends where the other goes on.
    case beginning
    case spelling

    /// For programs.
    package var name: String {
        switch self {
        case .slash: "slash"
        case .letters: "case"
        case .encoding: "encoding"
        case .emptySegments: "empty_segments"
        case .added: "added_prefix"
        case .missing: "missing_prefix"
        case .beginning: "beginning"
        case .spelling: "spelling"
        }
    }
}

extension RoutePlan {
    /// The nearest paths to one that leads nowhere, of routes that are off too: the likeliest first, one of a route and three at most.
    package func near(_ asked: String) -> [NearPath] {
        let all = routes.flatMap { route in
            route.paths.contains(asked) ? [] : route.paths.map { (path: $0, route: route) }
        }
        let spelling = Suggestion.nearest(to: asked, among: all.map(\.path))
        let near = all.compactMap { path, route in
            (PathDifference(from: asked, to: path) ?? (path == spelling ? .spelling : nil)).map {
                NearPath(path: path, route: route, difference: $0)
            }
        }
        var named: Set<RouteName> = []
        return Array(
            near.sorted { $0.difference.rank < $1.difference.rank }
                .filter { named.insert($0.route.name).inserted }.prefix(3))
    }
}

extension PathDifference {
    /// Nil where they differ in more than one way.
    fileprivate init?(from asked: String, to path: String) {
        if asked.withoutEndingSlash == path.withoutEndingSlash {
            self = .slash
        } else if asked.lowercased() == path.lowercased() {
            self = .letters
        } else if PercentCoding.decode(asked.utf8)?.elementsEqual(path.utf8) == true {
            self = .encoding
        } else if asked.split(separator: "/") == path.split(separator: "/") {
            self = .emptySegments
        } else if path != "/", asked.hasSuffix(path) {
            self = .added(String(asked.dropLast(path.utf8.count)))
        } else if asked != "/", path.hasSuffix(asked) {
            self = .missing(String(path.dropLast(asked.utf8.count)))
        } else if asked != "/", path.hasPrefix(asked.withoutEndingSlash + "/") {
            self = .beginning
        } else {
            return nil
        }
    }

    fileprivate var rank: Int {
        switch self {
        case .slash: 0
        case .letters: 1
        case .encoding: 2
        case .emptySegments: 3
        case .added: 4
        case .spelling: 5
        case .missing: 6
        case .beginning: 7
        }
    }
}

extension String {
    fileprivate var withoutEndingSlash: Substring { hasSuffix("/") ? dropLast() : self[...] }
}
