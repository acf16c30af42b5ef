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
    /// The path that signs out; nil where that is off.
    package var logout: String?
    /// The path of the timeline; nil where that is off.
    package var timeline: String?
    /// The last of the timeline; nil for who may not see it.
    package var attempts: [FlowsPage.Row]?

    package init(
        issuer: String, version: String, profile: String, resource: Resource?, otherResources: [Resource],
        guides: [ClientGuide], onlyListed: String?, endpoints: [Endpoint], switchedOff: [String],
        users: [User], logout: String?
    ) {
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
        .exact("issuer") { $0.issuer },
        .exact("version") { $0.version },
        .exact("profile") { $0.profile },
        .optionalText("resource_name") { $0.resource?.name },
        .optionalExact("resource") { $0.resource?.url },
        .flag("has_other_resources") { !$0.otherResources.isEmpty },
        .list("other_resources", of: resourceFields) { $0.otherResources },
        .list("clients", of: ClientGuide.fields) { $0.guides },
        .optionalText("only_listed") { $0.onlyListed },
        .list("endpoints", of: endpointFields) { $0.endpoints },
        .flag("has_switched_off") { !$0.switchedOff.isEmpty },
        .list("switched_off", of: [.text("switched_off_route") { $0 }]) { $0.switchedOff },
        .flag("has_users") { !$0.users.isEmpty },
        .list("users", of: userFields) { $0.users },
        .optionalExact("logout") { $0.logout },
        .optionalExact("timeline") { $0.timeline },
        .flag("sees_attempts") { $0.attempts != nil },
        .list("attempts", of: FlowsPage.Row.fields) { $0.attempts ?? [] },
        .script("copy_script", .copy),
    ]

    private static let resourceFields: [PageField<Resource>] = [
        .text("other_resource_name") { $0.name },
        .exact("other_resource") { $0.url },
    ]

    private static let endpointFields: [PageField<Endpoint>] = [
        .exact("endpoint_methods") { $0.methods },
        .exact("endpoint_path") { $0.path },
        .exact("endpoint_words") { $0.words },
        .flag("endpoint_readable") { $0.isReadable },
    ]

    private static let userFields: [PageField<User>] = [
        .exact("demo_user_id") { $0.id },
        .text("demo_user_name") { $0.name },
    ]
}
