/// What a person sees who opens this server's address: how clients are connected, what is on, who can sign in.
package struct StartPage: PageModel {
    /// An MCP server that tokens are for.
    package struct Resource: Sendable, Equatable {
        package let name: String
        package let url: String

        package init(name: String, url: String) {
            self.name = name
            self.url = url
        }
    }

    package struct Endpoint: Sendable, Equatable {
        package let methods: String
        package let path: String
        /// What it does: sentences.
        package let words: String
        /// A browser that opens it sees something.
        package let isReadable: Bool

        package init(methods: String, path: String, words: String, isReadable: Bool) {
            self.methods = methods
            self.path = path
            self.words = words
            self.isReadable = isReadable
        }
    }

    package struct User: Sendable, Equatable {
        package let id: String
        package let name: String

        package init(id: String, name: String) {
            self.id = id
            self.name = name
        }
    }

    package var issuer: String
    package var version: String
    package var profile: String
    /// What clients are connected to; nil where nothing can be granted.
    package var resource: Resource?
    package var otherResources: [Resource]
    package var guides: [ClientGuide]
    /// Why a client that nobody has listed can't become known: a sentence; nil when it can.
    package var onlyListed: String?
    package var endpoints: [Endpoint]
    /// Each route that is off, with the switch that did it.
    package var switchedOff: [String]
    /// Who one can be at the pretend identity provider; empty where it is off.
    package var users: [User]
    /// What the providers are called at which people sign in.
    package var upstreams: [String]
    /// The path that signs out; nil where that is off.
    package var logout: String?
    /// The path of the timeline; nil where that is off.
    package var timeline: String?
    /// The last of the timeline; nil for who may not see it.
    package var attempts: [FlowsPage.Row]?

    package init(
        issuer: String, version: String, profile: String, resource: Resource?, otherResources: [Resource],
        guides: [ClientGuide], onlyListed: String?, endpoints: [Endpoint], switchedOff: [String],
        users: [User], upstreams: [String], logout: String?
    ) {
        self.upstreams = upstreams
        self.issuer = issuer
        self.version = version
        self.profile = profile
        self.resource = resource
        self.otherResources = otherResources
        self.guides = guides
        self.onlyListed = onlyListed
        self.endpoints = endpoints
        self.switchedOff = switchedOff
        self.users = users
        self.logout = logout
    }

    package static let fields: [PageField<StartPage>] = [
        .exact("issuer", "The issuer: the address of this server.") { $0.issuer },
        .exact("version", "The version of mcp-auth.") { $0.version },
        .exact("profile", "The profile that the server runs in.") { $0.profile },
        .optionalText("resource_name", "What the first MCP server of the manifest is called.") {
            $0.resource?.name
        },
        .optionalExact("resource", "Its address, which is given to clients; absent where there is none.") {
            $0.resource?.url
        },
        .flag("has_other_resources", "There are further MCP servers.") { !$0.otherResources.isEmpty },
        .list("other_resources", "Those.", of: resourceFields) { $0.otherResources },
        .list("clients", "How each client is connected.", of: ClientGuide.fields) { $0.guides },
        .optionalText(
            "only_listed", "Why no client can become known by itself, where that is so; a sentence."
        ) {
            $0.onlyListed
        },
        .list("endpoints", "The routes that are on, but for this page.", of: endpointFields) { $0.endpoints },
        .flag("has_switched_off", "A route is off.") { !$0.switchedOff.isEmpty },
        .list("switched_off", "The routes that are off.", of: switchedOffFields) { $0.switchedOff },
        .flag("has_users", "The pretend identity provider has users.") { !$0.users.isEmpty },
        .list("users", "Those.", of: userFields) { $0.users },
        .flag("has_upstreams", "People sign in at providers.") { !$0.upstreams.isEmpty },
        .list("upstreams", "Those.", of: upstreamFields) { $0.upstreams },
        .optionalExact("logout", "Where a form is posted to that signs out, where that is on.") { $0.logout },
        .optionalExact("timeline", "The path of the timeline, where that is on.") { $0.timeline },
        .flag("sees_attempts", "Who looks may see the timeline.") { $0.attempts != nil },
        .list("attempts", "The last attempts of clients to get in, the newest first.", of: attemptFields) {
            $0.attempts ?? []
        },
        .script("copy_script", .copy),
    ]

    private static let resourceFields: [PageField<Resource>] = [
        .text("other_resource_name", "What it is called.") { $0.name },
        .exact("other_resource", "Its address.") { $0.url },
    ]

    private static let endpointFields: [PageField<Endpoint>] = [
        .exact("endpoint_methods", "Its methods, between commas.") { $0.methods },
        .exact("endpoint_path", "Its path.") { $0.path },
        .exact("endpoint_words", "What it does; sentences.") { $0.words },
        .flag("endpoint_readable", "A browser that opens it sees something.") { $0.isReadable },
    ]

    private static let switchedOffFields: [PageField<String>] = [
        .text("switched_off_route", "Its name, and the switch that did it.") { $0 }
    ]

    private static let userFields: [PageField<User>] = [
        .exact("demo_user_id", "The id.") { $0.id },
        .text("demo_user_name", "The name.") { $0.name },
    ]

    private static let upstreamFields: [PageField<String>] = [
        .text("upstream_title", "What it is called.") { $0 }
    ]

    private static let attemptFields: [PageField<FlowsPage.Row>] = [
        .exact("flow", "Names the attempt, behind `?flow=` of the timeline.") { $0.name },
        .text("client", "What the client calls itself, else its id.") { $0.client ?? "somebody" },
        .optionalText("person", "Who logged in.") { $0.person },
        .text("verdict", "What became of it, in words.") { $0.verdict },
        .exact("look", "The same for a class: `going`, `good`, `bad` or `waiting`.") { $0.look.rawValue },
        .text("reached", "How far it came.") { $0.reached },
        .optionalText("finding", "What is wrong, if something is.") { $0.finding },
        .text("time", "When it began, by the clock of UTC.") { $0.time },
        .exact("moment", "The same for a `datetime`.") { $0.moment },
    ]
}
