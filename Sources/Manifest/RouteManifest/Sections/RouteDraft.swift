import StrictYAML
import YAML

/// A route on its way into the model: what could be read, and where it stands.
struct RouteDraft {
    let name: RouteName
    let nameSpan: SourceSpan
    var state: RouteState
    let handler: HandlerName?
    let handlerSpan: SourceSpan
    /// `path` and then the aliases.
    let paths: [Path]
    let methods: [RouteMethod]
    let profiles: [NamedProfile]?
    /// What stands under each key, and under those of `with`.
    let fields: [String: Field]
    let options: [String: Field]
    /// Where it is said that the limit is shared, here or in the defaults.
    let sharedLimitField: Field?
    /// What keeps it from being advertised.
    let hiding: Remedy
    /// As the file has it. Nil when a part is missing without which there is no route; that has been reported.
    let written: Route?

    struct Path {
        let path: RoutePath
        let field: Field
    }

    /// The route, on or off as all switches say.
    var route: Route? {
        var route = written
        route?.state = state
        return route
    }
}
