package import OAuthModel
import StrictYAML

/// A manifest that has been read, checked and found sound.
///
/// Only the loader makes one, so that who holds one need not check it again: every reference in it leads somewhere,
/// every address in it is well formed, and each route knows whether it is on.
package struct Manifest: Sendable {
    package let profile: ProfileName
    package let server: ServerSettings
    package let store: StoreChoice
    package let log: LogSettings
    package let tokens: TokenPolicy
    package let keys: KeyPolicy
    /// What clients may do; what is not here is off.
    package let grantTypes: [GrantType]
    /// How clients say who they are.
    package let authenticationMethods: [ClientAuthenticationMethod]
    /// What clients sign may be meant for the token endpoint, instead of for the issuer.
    package let tokenEndpointAsAudience: Bool
    /// In the order of the file, which is the order in which the consent page lists them.
    package let scopes: [DeclaredScope]
    package let resources: [ProtectedResource]
    package let resourceServers: [ResourceServer]
    package let clients: [PreRegisteredClient]
    package let registration: RegistrationPolicy
    /// Which clients may be known by a document; nil: none.
    package let documents: DocumentPolicy?
    /// The fake login, which vouches for everybody; nil: there is none.
    package let upstream: Upstream?
    /// The providers that are on, in the order of the file. Where the route of `oauth.authorize` is on there is one, or the fake login.
    package let upstreams: [ProviderSettings]
    /// All of them, in the order of the file, those that are off too.
    package let routes: [Route]
    /// The routes that follow from `upstreams`: where each provider sends the browser back to, while people can sign in.
    package let callbacks: [Route]
}

extension Manifest {
    package func route(_ handler: HandlerName) -> Route? { routes.serving(handler) { $0 } }

    /// Files that are saved are taken over at once.
    package var watchesFiles: Bool { server.watch ?? (profile == .demo) }
}

/// A manifest in the making: what has been read, with the places that later checks point at.
struct ManifestDraft {
    fileprivate(set) var profile = ProfileDraft(name: .demo, source: .standing)
    fileprivate(set) var server = ServerDraft()
    fileprivate(set) var store = StoreDraft()
    fileprivate var log = LogSettings()
    fileprivate(set) var tokens = TokensDraft()
    fileprivate(set) var keys = KeysDraft()
    fileprivate(set) var grantTypes = Offered("grant_types", unlessGiven: GrantType.standing)
    fileprivate(set) var authenticationMethods = Offered(
        "token_endpoint_auth_methods", unlessGiven: ClientAuthenticationMethod.standing)
    fileprivate var tokenEndpointAsAudience = true
    fileprivate(set) var scopes: [ScopeDraft] = []
    fileprivate(set) var resources: [Declared<ProtectedResource>] = []
    fileprivate(set) var resourceServers: [ResourceServer] = []
    fileprivate(set) var clients: [Declared<PreRegisteredClient>] = []
    fileprivate var registration = RegistrationDraft()
    fileprivate(set) var documents = DocumentsDraft()
    fileprivate(set) var upstream = UpstreamDraft()
    fileprivate(set) var upstreams: [ProviderDraft] = []
    fileprivate var defaults = RouteDefaults()
    fileprivate(set) var routes: [RouteDraft] = []
    fileprivate var errorsBeforeRoutes = 0
    /// Every route could be read: what is missing is missing, and not merely misspelt.
    fileprivate(set) var areRoutesWhole = false

    private var callbacks: [Route] {
        guard routes.serving(.authorize, \.route) != nil else { return [] }
        return upstreams.filter { $0.settings != nil }.compactMap { $0.callback(defaults) }
    }

    /// The manifest, as far as it could be read.
    var manifest: Manifest {
        Manifest(
            profile: profile.name, server: server.settings, store: store.choice, log: log,
            tokens: tokens.policy, keys: keys.policy,
            grantTypes: grantTypes.choices, authenticationMethods: authenticationMethods.choices,
            tokenEndpointAsAudience: tokenEndpointAsAudience, scopes: scopes.map(\.declaration),
            resources: resources.map(\.declaration),
            resourceServers: resourceServers, clients: clients.map(\.declaration),
            registration: registration.policy, documents: documents.policy, upstream: upstream.upstream,
            upstreams: upstreams.compactMap(\.settings),
            routes: routes.compactMap(\.route), callbacks: callbacks)
    }
}

/// The sections. A section is a file beside this one, and a line here.
extension KeyList<ManifestDraft> {
    static let manifest = KeyList(
        "the manifest", example: "version: 1", for: "the whole server", untouched: ManifestDraft()
    ) {
        Key(
            "version", .integer(1...1), example: "1", "The version of this language.", text: { _ in "1" },
            accept: { field, _, _ in
                guard let field, let text = field.text(such: "1"), text.value != "1" else { return }
                field.error(
                    .version, "this program reads version 1 of the manifest, not \(text.shown)",
                    remedy: field.write("1"))
            }
        ).required(value: { _ in "1" })
        Key(
            "profile", .text(ProfileName.shape), example: "demo",
            """
            Routes that name profiles are on in those only. `--profile NAME` on the command line goes before this.
            """,
            text: { $0.profile.name.text },
            accept: { field, draft, reader in draft.profile = reader.decoding.profile(field) })
        Key("server", .server, \.server, "Who this server says it is, where it listens, how patient it is.")
            .first()
        Key("store", .store, \.store, "Where registrations, grants and tokens are kept.")
        Key("log", .log, \.log, "What the server says of what it does, on standard error.")
        Key("tokens", .tokens, \.tokens, "How long things live, and what a second use of them means.")
        Key("keys", .keys, \.keys, "The keys that this server signs with, and how one follows on another.")
        Key(
            "grant_types", .list(of: ValueType<GrantType>.choice().shape), example: "[authorization_code]",
            standing: YAMLText.list(GrantType.standing.map(\.rawValue)),
            """
            What clients may do. What is not listed is off: it is not in the metadata, and no client is given it.
            """,
            text: { $0.grantTypes.text })
        Key(
            "token_endpoint_auth_methods", .list(of: ValueType<ClientAuthenticationMethod>.choice().shape),
            example: "[none, client_secret_basic]",
            standing: YAMLText.list(ClientAuthenticationMethod.standing.map(\.rawValue)),
            """
            How clients say who they are; none: without a secret, as most MCP clients; private_key_jwt: by a signature. Who registered \
            with a method before keeps it.
            """,
            text: { $0.authenticationMethods.text })
        Key(
            "token_endpoint_as_audience", .boolean, \.tokenEndpointAsAudience, example: "false",
            """
            Whether what clients sign by private_key_jwt may be meant for the URL of the token endpoint, as ChatGPT does; else for the issuer \
            alone, which is safer where a client knows several servers.
            """)
        Key(
            "scopes", .scopes, \.scopes, example: "{ mcp: Use the tools }",
            """
            What can be granted, with the words that the consent page uses, in this order. A request that names none is given \
            those marked `default`.
            """
        ).then { draft, reader in
            let facts = reader.decoding[ScopeFacts.self]
            facts.declared = draft.scopes
            facts.hasUnreadable = facts.hasUnreadable || reader.isMisspelt(["scopes"])
        }
        Key(
            "resources", .list(of: .resource, by: "resource") { $0.declared($1) }, \.resources,
            example: "[{ resource: \"https://mcp.example.com/mcp\" }]",
            """
            The MCP servers that tokens are for. A token for one of them is worth nothing at another. A client that names none \
            asks for the first.
            """
        ).then { draft, reader in
            let facts = reader.decoding[ResourceFacts.self]
            facts.declared = draft.resources
            facts.hasUnreadable = facts.hasUnreadable || reader.isMisspelt(["resources"])
            reader.decoding.checkBaseURI(draft.resources)
            reader.decoding.checkDefaultsAreListed()
        }
        Key(
            "resource_servers", .list(of: .resourceServer, by: "id") { $0.declared($1) }, \.resourceServers,
            example: "[{ id: my-mcp-server, secret_file: mcp-server.secret }]",
            "Who may ask, at the introspection endpoint, what a token is worth: the MCP servers themselves.")
        Key(
            "clients", .list(of: .client, by: "client_id") { $0.declared($1) }, \.clients,
            example: "[{ client_id: my-client, redirect_uris: [\"http://localhost/callback\"] }]",
            "Clients that need not register.")
        Key(
            "registration", .registration, \.registration,
            "What clients that register themselves may ask for."
        )
        .first()
        Key(
            "client_documents", .documents, \.documents,
            "Clients whose id is the URL of a document that says what they are: the way of the current MCP revision."
        )
        Key(
            "upstream", .mapping(KeyList<UpstreamDraft>.upstream.entries), example: "{ kind: fake }",
            "The fake login, which believes everybody who sits at the browser.",
            accept: { field, draft, reader in
                draft.upstream.isPublic = draft.server.isPublic
                guard let field else { return }
                let upstream = KeyList<UpstreamDraft>.upstream.read(field, draft.upstream) { read, _ in read }
                draft.upstream = upstream ?? draft.upstream
            })
        Key(
            "upstreams", .named(ProviderDraft.names, .mapping(KeyList<ProviderDraft>.provider.entries)),
            example: "{ corp: \(KeyList<ProviderDraft>.provider.example) }",
            """
            The providers at which people sign in, each under a name of yours: its redirect URI is /upstream/NAME/callback behind the issuer, and \
            `sub` of its people begins with NAME and a colon. Several are offered on a page to choose from.
            """,
            accept: { field, draft, reader in
                draft.upstreams = reader.decoding.providers(field, profile: draft.profile.name)
            }
        ).then { _, reader in reader.decoding.checkScopeReferences() }
        Key("defaults", .defaults, \.defaults, "What holds for all routes, unless a route says otherwise.")
        Key(
            "routes", .named(RouteName.shape, .mapping(KeyList<RouteDraft>.route.entries)),
            example: "{ health: { path: /health, handler: health } }",
            """
            The endpoints: each a name, a path, and the handler that answers there. What is off is not advertised, and its path \
            answers as any other unknown path does.
            """,
            accept: { field, draft, reader in
                draft.errorsBeforeRoutes = reader.decoding.findings.errorCount
                draft.routes = reader.decoding.routes(field, defaults: draft.defaults)
            }
        ).required("start from the shipped routes.yaml", isPlaced: true)
    } together: { draft, reader in
        let decoding = reader.decoding
        draft.areRoutesWhole =
            decoding.findings.errorCount == draft.errorsBeforeRoutes && reader.field("routes") != nil
            && decoding.isWhole
        // Now that all of the file is read in which they may stand.
        draft.grantTypes.read(reader)
        draft.authenticationMethods.read(reader)
        decoding.switchRoutes(
            &draft.routes, profile: draft.profile.name, isPublic: draft.server.isPublic, draft.areRoutesWhole)
        if reader.field("upstream") == nil, draft.upstreams.contains(where: \.isOn) {
            decoding.switchFakeLogin(&draft.routes)
        }
    }
}
