import Diagnostics
import YAML

extension Decoding {
    func routes(_ field: Field?, defaults: RouteDefaults) -> [RouteDraft] {
        guard let reader = field?.mapping(such: "{ health: { path: /health, handler: health } }") else {
            return []
        }
        let entries = reader.all()
        if entries.isEmpty {
            field?.error(
                .missingKey, "'routes' declares no route", hint: "start from the shipped routes.yaml")
        }
        routeNames = entries.map(\.entry.key)
        return entries.compactMap { entry, field in
            guard let name = RouteName(entry.key) else {
                findings.error(
                    .invalidValue, "\(quoted(entry.key)) is not a name for a route", at: entry.keySpan,
                    remedy: remedy(forName: entry, among: entries.map(\.entry)))
                return nil
            }
            return route(name, entry, field, defaults)
        }
    }

    private func remedy(forName entry: YAMLEntry, among entries: [YAMLEntry]) -> Remedy {
        guard let name = RouteName.nearest(to: entry.key), !entries.contains(where: { $0.key == name }) else {
            return Remedy(RouteName.alphabet)
        }
        return Remedy("write \(name)", edit: Remedy.Edit(entry.keySpan, name))
    }

    private func route(_ name: RouteName, _ entry: YAMLEntry, _ field: Field, _ defaults: RouteDefaults)
        -> RouteDraft?
    {
        guard
            var reader = field.mapping(
                "route '\(name)'", such: "{ path: /oauth/token, handler: oauth.token }")
        else { return nil }
        let fields = reader.all().map { ($0.entry.key, $0.field) }
        let handlerField = reader.require(
            "handler", hint: "what answers there, such as oauth.metadata",
            value: HandlerName.shipped(as: name)?.rawValue)
        let handler = handlerField?.choice(of: HandlerName.self, code: .unknownHandler, called: "handler")
        let pathField = reader.require(
            "path", hint: "where it answers, such as /oauth/token", value: handler?.descriptor.shipped?.path)
        let aliasField = reader.take("aliases")
        let enabledField = reader.take("enabled")
        let advertisedField = reader.take("advertised")
        let isAdvertised = isAdvertised(advertisedField, handler)
        let profiles = reader.take("profiles").flatMap(profiles)
        let authField = reader.take("auth")
        let limit = rateLimit(reader.take("rate_limit"), defaults.rateLimit)
        let (binding, options) = binding(&reader, handler)
        let paths = ([pathField] + (aliasField?.list() ?? [])).compactMap { field in
            field.flatMap { field in field.routePath().map { RouteDraft.Path(path: $0, field: field) } }
        }
        let methods = methods(reader.take("methods"), handler)
        let template = template(&reader, handler, name)
        let cors = cors(reader.take("cors"), handler, defaults)
        let auth = auth(authField, handler)
        let timeout = reader.take("timeout")?.duration(Field.timeouts) ?? defaults.timeout
        let bodyLimit =
            reader.take("body_limit")?.byteCount(Field.bodyLimits) ?? defaults.bodyLimit
            ?? handler?.descriptor.bodyLimit ?? 0
        let headers = merged(defaults.headers, reader.take("headers")?.headers() ?? [])
        let cache = cache(reader.take("cache"), handler)
        reader.finish()
        let state: RouteState =
            enabledField?.boolean() == false
            ? .off(.manifest(file: file, line: enabledField?.span.start.line ?? 0)) : .on
        var route: Route?
        if let handler, let binding, let path = paths.first?.path {
            route = Route(
                name: name, state: state, path: path, aliases: paths.dropFirst().map(\.path),
                methods: methods, handler: handler, binding: binding, isAdvertised: isAdvertised,
                template: binding.template ?? template, cors: cors, rateLimit: limit.limit, auth: auth,
                timeout: timeout,
                bodyLimit: bodyLimit, headers: headers, cache: cache)
        }
        return RouteDraft(
            name: name, nameSpan: entry.keySpan, state: state, handler: handler,
            handlerSpan: handlerField?.span ?? entry.keySpan, paths: paths, methods: methods,
            profiles: profiles, fields: Dictionary(fields) { first, _ in first }, options: options,
            sharedLimitField: limit.fieldIfShared,
            hiding: advertisedField?.write("false") ?? reader.add("advertised", "false"), written: route)
    }

    /// The route's fields after the defaults, and in the place of those of the same name.
    private func merged(_ defaults: [HeaderField], _ own: [HeaderField]) -> [HeaderField] {
        let names = Set(own.map { $0.name.lowercased() })
        return defaults.filter { !names.contains($0.name.lowercased()) } + own
    }
}

extension Field {
    fileprivate func routePath() -> RoutePath? {
        guard let text = text(such: "/oauth/token") else { return nil }
        do {
            return try RoutePath(text.value)
        } catch {
            let (message, hint) = error.explanation(text)
            let meant = RoutePath.meant(by: text.value).map { write($0.text) }
            self.error(
                .path, message,
                remedy: meant.map { remedy in hint.map(remedy.because) ?? remedy } ?? hint.map { Remedy($0) })
            return nil
        }
    }
}

extension RoutePathFlaw {
    fileprivate func explanation(_ text: FilledText) -> (message: String, hint: String?) {
        switch self {
        case .relative: ("path \(text.shown) does not begin with a slash", nil)
        case .query: ("path \(text.shown) has a query", "a route answers any query")
        case .fragment: ("path \(text.shown) has a fragment", "browsers never send it")
        case .pattern:
            (
                "path \(text.shown) has a wildcard",
                "paths are compared letter for letter; list others under 'aliases'"
            )
        case .tooLong: ("the path is longer than 512 bytes", "shorten it")
        case .character(let scalar):
            (
                "path \(text.shown) has a character that paths here can't have: \(quoted(String(scalar)))",
                "letters, digits and -._~!$&'()+,;=:@ are fine, escapes are not"
            )
        case .dotSegment: ("path \(text.shown) has a '.' or '..' in it", nil)
        case .emptySegment: ("path \(text.shown) has two slashes in a row", nil)
        }
    }
}
