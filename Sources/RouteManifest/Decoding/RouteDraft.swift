import YAML

/// A route on its way into the model: what could be read, and where it stands.
struct RouteDraft {
    let name: RouteName
    let nameSpan: SourceSpan
    var state: RouteState
    let enabledField: Field?
    let handler: HandlerName?
    let handlerSpan: SourceSpan
    /// `path` and then the aliases.
    let paths: [Path]
    let methods: [RouteMethod]
    let template: TemplateName?
    let cors: CORSPolicy
    let rateLimit: RateLimit?
    /// Where it is said that the limit is shared, here or in the defaults.
    let sharedLimitField: Field?
    let auth: [RouteAuth]
    let authField: Field?
    let timeout: Duration
    let bodyLimit: Int
    let headers: [HeaderField]
    let cache: Duration?
    let options: HandlerOptions
    /// What stands under `with`, by its key.
    let optionFields: [String: Field]
    let profilesField: Field?
    let profiles: [NamedProfile]?

    struct Path {
        let path: RoutePath
        let field: Field
    }

    /// Nil when a part is missing without which there is no route; that has been reported.
    var route: Route? {
        guard let handler, let first = paths.first else { return nil }
        return Route(
            name: name, state: state, path: first.path, aliases: paths.dropFirst().map(\.path),
            methods: methods,
            handler: handler, template: template, cors: cors, rateLimit: rateLimit, auth: auth,
            timeout: timeout,
            bodyLimit: bodyLimit, headers: headers, cache: cache, options: options)
    }
}
