import StrictYAML
import YAML

/// An entry of `routes`, with the places that later checks point at.
struct RouteDraft {
    let name: RouteName
    let nameSpan: SourceSpan
    let defaults: RouteDefaults
    var handler: HandlerName?
    fileprivate(set) var path: Placed<RoutePath>?
    fileprivate(set) var aliases: [Placed<RoutePath>] = []
    var methods: [RouteMethod] = []
    fileprivate var isEnabled = true
    fileprivate(set) var profiles: [Placed<ProfileName>]?
    fileprivate(set) var isAdvertised = true
    var template: TemplateName?
    fileprivate var auth: [RouteAuth] = []
    var cors: CORSPolicy
    fileprivate var limit = WrittenRateLimit()
    fileprivate var timeout: Duration
    fileprivate var bodyLimit: Int?
    fileprivate var headers: [HeaderField] = []
    fileprivate var cache: Duration?
    fileprivate var binding: HandlerBinding?
    /// Whether it is on, as all switches say.
    var state = RouteState.on
    /// As the file has it. Nil when a part is missing without which there is no route; that has been reported.
    fileprivate(set) var written: Route?
    fileprivate var reader: MappingReader?

    init(name: RouteName, nameSpan: SourceSpan, defaults: RouteDefaults) {
        self.name = name
        self.nameSpan = nameSpan
        self.defaults = defaults
        cors = defaults.cors
        timeout = defaults.timeout
        bodyLimit = defaults.bodyLimit
    }
}

extension KeyList<RouteDraft> {
    static let route = KeyList(
        "a route", example: "{ path: /oauth/token, handler: oauth.token }", for: "the router",
        untouched: RouteDraft.blank
    ) {
        Key(
            "path", .placed(.path), \.path, example: "/oauth/token",
            "Where it answers. Paths are compared letter for letter."
        ).required({ _ in "where it answers, such as /oauth/token" }, value: { $0.descriptor?.shipped?.path })
        Key(
            "aliases", .list(of: .text(RoutePath.shape)), example: "[/token]", standing: "none",
            "Further paths with the same answers.",
            text: { $0.aliases.isEmpty ? nil : YAMLText.list($0.aliases.map(\.value.text)) },
            accept: { field, draft, _ in
                // What comes twice, and be it in another route, is told of when it is known which are on.
                draft.aliases = (field?.list() ?? []).compactMap(ValueType.placed(.path).read)
            })
        Key(
            "methods", .list(of: .word(RouteMethod.allCases.map(\.rawValue))), example: "[POST]",
            standing: "those of the handler",
            "Which methods it answers. HEAD goes with GET, and preflights are answered where cors allows it.",
            text: { YAMLText.list($0.methods.map(\.rawValue)) },
            accept: { field, draft, _ in draft.readMethods(field) })
        Key(
            "handler", .handler, \.handler, example: "oauth.token",
            "What answers there."
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
            "profiles", .profiles, \.profiles, example: "[demo]", standing: "every profile",
            "The profiles in which it is on.")
        Key(
            "advertised", .boolean, example: "false", standing: "true",
            """
            Whether metadata, links and redirects lead there. Of several routes of a handler they lead to one: the others say false, \
            and answer without being told of.
            """,
            text: { $0.isAdvertised ? nil : "false" },
            accept: { field, draft, _ in
                // What can't be read has been told of.
                draft.isAdvertised = field.map { $0.boolean() ?? false } ?? true
                guard let handler = draft.handler, !handler.descriptor.isAdvertised else { return }
                field?.isUseless("nothing advertises \(handler.rawValue)")
            })
        Key(
            "template", ValueType.template.shape, example: "consent.html",
            standing: "none; a handler that shows a page needs one", "The page that the handler shows.",
            text: { $0.template?.text },
            accept: { field, draft, reader in draft.readTemplate(field, reader) })
        Key(
            "auth",
            .either([
                .word(RouteAuth.allCases.map(\.rawValue)),
                .list(of: .word(RouteAuth.allCases.map(\.rawValue))),
            ]), example: "client", standing: "the first that suits the handler",
            """
            Who may call; each one listed suffices. none: anyone. client: an OAuth client, in the way it is registered. \
            resource_server: one of resource_servers. loopback: a program on this machine, as long as the issuer is local. \
            operator: who runs the server, on this machine as long as the issuer is local, else by server.operator_token.
            """,
            text: { YAMLText.list($0.auth.map(\.rawValue)) },
            accept: { field, draft, _ in
                let accepted = draft.descriptor?.callers ?? [.anyone]
                draft.auth = field.flatMap { $0.callers(accepted, draft.handler) } ?? [accepted[0]]
            })
        Key(
            "cors", .cors, \.cors, example: "any", standing: "what `defaults` say; pages: same-origin",
            "Whose web pages may read the answers: `any`, without credentials; those of this server; those of the origins listed."
        ).then { route, reader in route.settleCORS(reader.field("cors")) }
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
                guard case .asSaid? = route.descriptor?.caching else { return nil }
                return route.cache.map(DurationText.render) ?? "none"
            },
            accept: { field, draft, _ in
                let said = field?.cache()
                if case .asSaid(let standing)? = draft.descriptor?.caching {
                    draft.cache = said ?? standing
                } else if said != nil, let handler = draft.handler {
                    field?.isUseless("answers of \(handler.rawValue) are never cached")
                }
            })
        Key(
            "with",
            .options(
                "the options of the route's handler", HandlerName.writable.map(\.descriptor.options.entries)),
            example: "{ iss_parameter: false }", standing: "what suits the handler",
            "What the handler can be told.",
            accept: { field, draft, reader in
                draft.binding = draft.handler.flatMap {
                    $0.descriptor.options.read(field, $0, reader.path.key("with"), reader.decoding)
                }
            }
        ).required(
            { "what to answer, such as with: \($0.descriptor?.options.example ?? "")" },
            unless: { $0.descriptor?.options.isRequired != true })
    } together: { route, reader in
        route.finish(reader)
    }
}

extension RouteDraft {
    /// Of no route.
    fileprivate static var blank: RouteDraft {
        RouteDraft(name: .blank, nameSpan: .fileStart, defaults: RouteDefaults())
    }

    var descriptor: HandlerDescriptor? { handler?.descriptor }

    /// `path` and then the aliases.
    var paths: [Placed<RoutePath>] { [path].compactMap(\.self) + aliases }

    /// What stands under a key.
    func field(_ key: String) -> Field? { reader?.field(key) }

    /// The file doesn't say whether it is on.
    var isOnlyImplied: Bool { field("enabled") == nil }

    var handlerSpan: SourceSpan { field("handler")?.span ?? nameSpan }

    /// Where it is said that the limit is shared, here or in the defaults.
    var sharedLimitField: Field? { limit.fieldIfShared }

    /// What has the file say that it is on.
    var turningOn: Remedy? { reader?.state("enabled", "true") }
    /// What keeps it from being advertised.
    var hiding: Remedy? { reader?.state("advertised", "false") }

    /// The route, on or off as all switches say.
    var route: Route? {
        var route = written
        route?.state = state
        return route
    }

    /// What the keys mean together.
    fileprivate mutating func finish(_ reader: MappingReader) {
        self.reader = reader
        bodyLimit = bodyLimit ?? descriptor?.bodyLimit
        let own = Set(headers.map { $0.name.lowercased() })
        headers = defaults.headers.filter { !own.contains($0.name.lowercased()) } + headers
        if !isEnabled {
            let place = (reader.field("enabled")?.span ?? nameSpan).start
            state = .off(.manifest(file: reader.decoding.sources[place].file, line: place.line))
        }
        guard let handler, let binding, let path = path?.value ?? aliases.first?.value else { return }
        written = Route(
            name: name, state: state, path: path, aliases: aliases.map(\.value), methods: methods,
            handler: handler, binding: binding, isAdvertised: isAdvertised,
            template: binding.template ?? template, cors: cors, rateLimit: limit.limit, auth: auth,
            timeout: timeout, bodyLimit: bodyLimit ?? 0, headers: headers, cache: cache)
    }
}
