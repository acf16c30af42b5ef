import StrictYAML
import YAML

/// An entry of `routes`, key by key.
struct RouteEntry {
    fileprivate let name: RouteName
    fileprivate let nameSpan: SourceSpan
    fileprivate let defaults: RouteDefaults
    fileprivate var handler: HandlerName?
    fileprivate var handlerSpan: SourceSpan?
    fileprivate var paths: [RouteDraft.Path] = []
    fileprivate var methods: [RouteMethod] = []
    fileprivate var isEnabled = true
    fileprivate var profiles: [NamedProfile]?
    fileprivate var isAdvertised = true
    fileprivate var template: TemplateName?
    fileprivate var auth: [RouteAuth] = []
    fileprivate var cors = CORSPolicy.sameOrigin
    fileprivate var limit = WrittenRateLimit()
    fileprivate var timeout: Duration
    fileprivate var bodyLimit: Int?
    fileprivate var headers: [HeaderField] = []
    fileprivate var cache: Duration?
    fileprivate var binding: HandlerBinding?
    /// What stands under each key of `with`.
    fileprivate var options: [String: Field] = [:]
    fileprivate var reader: MappingReader?

    init(name: RouteName, nameSpan: SourceSpan, defaults: RouteDefaults) {
        self.name = name
        self.nameSpan = nameSpan
        self.defaults = defaults
        timeout = defaults.timeout
        bodyLimit = defaults.bodyLimit
    }
}

extension KeyList<RouteEntry> {
    static let route = KeyList(
        "a route", example: "{ path: /oauth/token, handler: oauth.token }", for: "the router",
        untouched: RouteEntry.blank
    ) {
        Key(
            "path", .text(RoutePath.shape), example: "/oauth/token",
            "Where it answers. Paths are compared letter for letter.",
            text: { $0.paths.first.map { YAMLText.scalar($0.path.text) } },
            accept: { field, draft, _ in draft.paths += paths([field].compactMap(\.self)) }
        ).required(
            { _ in "where it answers, such as /oauth/token" }, value: { $0.handler?.descriptor.shipped?.path }
        )
        Key(
            "aliases", .list(of: .text(RoutePath.shape)), example: "[/token]", standing: "none",
            "Further paths with the same answers.",
            text: { draft in
                draft.paths.count > 1 ? YAMLText.list(draft.paths.dropFirst().map(\.path.text)) : nil
            },
            accept: { field, draft, _ in draft.paths += paths(field?.list() ?? []) })
        Key(
            "methods", .list(of: .word(RouteMethod.allCases.map(\.rawValue))), example: "[POST]",
            standing: "those of the handler",
            "Which methods it answers. HEAD goes with GET, and preflights are answered where cors allows it.",
            text: { YAMLText.list($0.methods.map(\.rawValue)) },
            accept: { field, draft, reader in
                draft.methods = reader.decoding.methods(field, draft.handler)
            })
        Key(
            "handler", .word(HandlerName.allCases.map(\.rawValue)), example: "oauth.token",
            "What answers there.", text: { $0.handler?.rawValue },
            accept: { field, draft, _ in
                draft.handlerSpan = field?.span
                draft.handler = field?.choice(of: HandlerName.self, code: .unknownHandler, called: "handler")
            }
        ).required(
            { _ in "what answers there, such as oauth.metadata" },
            value: { HandlerName.shipped(as: $0.name)?.rawValue }
        ).first()
        Key(
            "enabled", .boolean, \.isEnabled, example: "false",
            """
            Off, it is as if it was not there, and what depends on it is off too. `--enable` and `--disable` on the command line go \
            before this.
            """)
        Key(
            "profiles", .list(of: .text(ProfileName.shape)), example: "[demo]", standing: "every profile",
            "The profiles in which it is on.",
            text: { $0.profiles.map { YAMLText.list($0.map(\.name.text)) } },
            accept: { field, draft, reader in
                draft.profiles = field.flatMap(reader.decoding.profiles)
            })
        Key(
            "advertised", .boolean, example: "false", standing: "true",
            """
            Whether metadata, links and redirects lead there. Of several routes of a handler they lead to one: the others say false, \
            and answer without being told of.
            """,
            text: { $0.isAdvertised ? nil : "false" },
            accept: { field, draft, reader in
                draft.isAdvertised = reader.decoding.isAdvertised(field, draft.handler)
            })
        Key(
            "template",
            .text(TextShape("the name of a file of the templates folder", pattern: TemplateName.pattern)),
            example: "consent.html", standing: "none; a handler that shows a page needs one",
            "The page that the handler shows.",
            text: { $0.binding?.template == nil ? $0.template?.text : nil },
            accept: { field, draft, reader in
                draft.template = reader.decoding.template(field, reader, draft.handler, draft.name)
            })
        Key(
            "auth",
            .either([
                .word(RouteAuth.allCases.map(\.rawValue)),
                .list(of: .word(RouteAuth.allCases.map(\.rawValue))),
            ]), example: "client", standing: "the first that suits the handler",
            """
            Who may call; each one listed suffices. none: anyone. client: an OAuth client, in the way it is registered. \
            resource_server: one of resource_servers. loopback: a program on this machine, as long as the issuer is local.
            """,
            text: { YAMLText.list($0.auth.map(\.rawValue)) },
            accept: { field, draft, reader in draft.auth = reader.decoding.auth(field, draft.handler) })
        Key(
            "cors", ValueType.cors.shape, example: "any", standing: "what `defaults` say; pages: same-origin",
            "Whose web pages may read the answers: `any`, without credentials; those of this server; those of the origins listed.",
            text: { $0.cors.text },
            accept: { field, draft, reader in
                draft.cors = reader.decoding.cors(field, draft.handler, draft.defaults)
            })
        Key(
            "rate_limit", ValueType.rateLimit.shape, example: "60/1m", standing: "what `defaults` say",
            "How often one address may ask; more is answered 429.",
            text: { $0.limit.limit == nil ? "none" : $0.limit.text },
            accept: { field, draft, reader in
                draft.limit = reader.decoding.rateLimit(field, draft.defaults.rateLimit)
            })
        Key(
            "timeout", .duration(Field.timeouts), \.timeout, example: "30s",
            standing: "what `defaults` say", "How long an answer may take; then it is 503.")
        Key(
            "body_limit", .byteCount(Field.bodyLimits), \.bodyLimit, example: "64KiB",
            standing: "what `defaults` say, else what suits the handler",
            "The largest body; more is answered 413.")
        Key(
            "headers", .headers, \.headers, example: "{ X-Robots-Tag: noindex }",
            standing: "what `defaults` say",
            "Header fields of the answers, besides those of `defaults` and in the place of those of the same name."
        )
        Key(
            "cache", .either([.text(DurationText.shape(Field.cacheTimes)), .word(["none"])]), example: "5m",
            standing: "what suits the handler", "How long answers may be kept; `none`: not at all.",
            text: { route in
                guard case .asSaid? = route.handler?.descriptor.caching else { return nil }
                return route.cache.map(DurationText.render) ?? "none"
            },
            accept: { field, draft, reader in draft.cache = reader.decoding.cache(field, draft.handler) })
        Key(
            "with",
            .options(
                "the options of the route's handler", HandlerName.allCases.map(\.descriptor.options.entries)),
            example: "{ iss_parameter: false }", standing: "what suits the handler",
            "What the handler can be told.",
            accept: { field, draft, reader in
                (draft.binding, draft.options) = reader.decoding.binding(
                    field, draft.handler, reader.path.key("with"))
            }
        ).required(
            { "what to answer, such as with: \($0.handler?.descriptor.options.example ?? "")" },
            unless: { $0.handler?.descriptor.options.isRequired != true })
    } together: { draft, reader in
        draft.bodyLimit = draft.bodyLimit ?? draft.handler?.descriptor.bodyLimit
        draft.template = draft.binding?.template ?? draft.template
        let own = Set(draft.headers.map { $0.name.lowercased() })
        draft.headers = draft.defaults.headers.filter { !own.contains($0.name.lowercased()) } + draft.headers
        draft.reader = reader
    }

    private static func paths(_ fields: [Field]) -> [RouteDraft.Path] {
        fields.compactMap { field in field.routePath().map { RouteDraft.Path(path: $0, field: field) } }
    }
}

extension RouteEntry {
    /// Of no route.
    fileprivate static var blank: RouteEntry {
        RouteEntry(name: .blank, nameSpan: .fileStart, defaults: RouteDefaults())
    }

    /// The route, with the places that later checks point at.
    var draft: RouteDraft? {
        guard let reader else { return nil }
        let switched = (reader.field("enabled")?.span ?? nameSpan).start
        let state: RouteState =
            isEnabled
            ? .on : .off(.manifest(file: reader.decoding.sources[switched].file, line: switched.line))
        var route: Route?
        if let handler, let binding, let path = paths.first?.path {
            route = Route(
                name: name, state: state, path: path, aliases: paths.dropFirst().map(\.path),
                methods: methods, handler: handler, binding: binding, isAdvertised: isAdvertised,
                template: template, cors: cors, rateLimit: limit.limit, auth: auth, timeout: timeout,
                bodyLimit: bodyLimit ?? 0, headers: headers, cache: cache)
        }
        return RouteDraft(
            name: name, nameSpan: nameSpan, state: state, handler: handler,
            handlerSpan: handlerSpan ?? nameSpan, paths: paths, methods: methods, profiles: profiles,
            fields: Dictionary(reader.all().map { ($0.entry.key, $0.field) }) { first, _ in first },
            options: options, sharedLimitField: limit.fieldIfShared,
            hiding: reader.field("advertised")?.write("false") ?? reader.add("advertised", "false"),
            written: route)
    }
}
