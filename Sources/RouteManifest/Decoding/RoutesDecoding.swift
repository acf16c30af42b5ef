import YAML

extension Decoding {
    func routes(_ field: Field?, defaults: RouteDefaults) -> [RouteDraft] {
        guard let reader = field?.mapping() else { return [] }
        let entries = reader.all()
        if entries.isEmpty {
            field?.error(
                .missingKey, "'routes' declares no route", hint: "start from the shipped routes.yaml")
        }
        return entries.compactMap { entry, field in
            guard let name = RouteName(entry.key) else {
                findings.error(
                    .invalidValue, "\(quoted(entry.key)) is not a name for a route", at: entry.keySpan,
                    hint: "1 to 64 of the characters a-z 0-9 _, a letter first")
                return nil
            }
            return route(name, entry, field, defaults)
        }
    }

    private func route(_ name: RouteName, _ entry: YAMLEntry, _ field: Field, _ defaults: RouteDefaults)
        -> RouteDraft?
    {
        guard var reader = field.mapping("route '\(name)'") else { return nil }
        let handlerField = reader.require("handler", hint: "what answers there; for one, oauth.metadata")
        let handler = handlerField?.choice(of: HandlerName.self, code: .unknownHandler, called: "handler")
        let pathField = reader.require("path", hint: "where it answers; for one, /oauth/token")
        let aliasField = reader.take("aliases")
        let enabledField = reader.take("enabled")
        let authField = reader.take("auth")
        let limit = rateLimit(reader.take("rate_limit"), defaults.rateLimit)
        let (options, optionSpans) = options(reader.take("with"), handler)
        let draft = RouteDraft(
            name: name, nameSpan: entry.keySpan,
            state: enabledField?.boolean() == false
                ? .off(.manifest(file: file, line: enabledField?.span.start.line ?? 0)) : .on,
            handler: handler, handlerSpan: handlerField?.span ?? entry.keySpan,
            paths: ([pathField] + (aliasField?.list() ?? [])).compactMap { field in
                field.flatMap { field in field.routePath().map { ($0, field.span) } }
            },
            methods: methods(reader.take("methods"), handler),
            template: template(reader.take("template"), handler, reader.titleSpan, name),
            cors: cors(reader.take("cors"), handler, defaults),
            rateLimit: limit.limit, sharedLimitSpan: limit.spanIfShared,
            auth: auth(authField, handler), authSpan: authField?.span,
            timeout: reader.take("timeout")?.duration(Field.timeouts) ?? defaults.timeout,
            bodyLimit: reader.take("body_limit")?.byteCount(Field.bodyLimits)
                ?? defaults.bodyLimit ?? handler?.traits.bodyLimit ?? 65_536,
            headers: merged(defaults.headers, reader.take("headers")?.headers() ?? []),
            cache: cache(reader.take("cache"), handler), options: options, optionSpans: optionSpans,
            profiles: reader.take("profiles").flatMap(profiles))
        reader.finish()
        return draft
    }

    /// The route's fields after the defaults, and in the place of those of the same name.
    private func merged(_ defaults: [HeaderField], _ own: [HeaderField]) -> [HeaderField] {
        let names = Set(own.map { $0.name.lowercased() })
        return defaults.filter { !names.contains($0.name.lowercased()) } + own
    }

    private func profiles(_ field: Field) -> [ProfileName]? {
        guard let entries = field.list() else { return nil }
        if entries.isEmpty {
            field.error(.invalidValue, "'profiles' is empty", hint: "to turn the route off: enabled: false")
        }
        return distinct(entries) { entry in
            entry.convert(to: "the name of a profile", hint: "the characters a-z 0-9 _ -, a letter first") {
                ProfileName($0)
            }
        }
    }
}

extension Field {
    fileprivate func routePath() -> RoutePath? {
        guard let text = text() else { return nil }
        do {
            return try RoutePath(text.value)
        } catch {
            let (message, hint) = error.explanation(text)
            self.error(.path, message, hint: hint)
            return nil
        }
    }
}

extension RoutePathFlaw {
    fileprivate func explanation(_ text: FilledText) -> (message: String, hint: String) {
        switch self {
        case .relative:
            (
                "path \(text.shown) does not begin with a slash",
                "write only the path: /\((text.value.split(separator: "/").last ?? "").prefix(80))"
            )
        case .query:
            ("path \(text.shown) has a query", "a route answers any query; remove the ? and what follows it")
        case .fragment:
            ("path \(text.shown) has a fragment", "browsers never send it; remove the # and what follows it")
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
        case .dotSegment: ("path \(text.shown) has a '.' or '..' in it", "write the path that it leads to")
        case .emptySegment: ("path \(text.shown) has two slashes in a row", "write one")
        }
    }
}
