package import OAuthModel

/// Every handler that a route is bound to. What each is stands in the file of its descriptor.
package enum HandlerName: String, CaseIterable, Sendable {
    case metadata = "oauth.metadata"
    case authorize = "oauth.authorize"
    case token = "oauth.token"
    case register = "oauth.register"
    case introspect = "oauth.introspect"
    case revoke = "oauth.revoke"
    case jwks = "oauth.jwks"
    case fakeAuthorize = "upstream.fake.authorize"
    case fakeCallback = "upstream.fake.callback"
    case fakeLogout = "upstream.fake.logout"
    case upstreamCallback = "upstream.callback"
    case flows = "flows.show"
    case style = "pages.style"
    case start = "start.show"
    case health
    case respondText = "respond.text"
    case respondJSON = "respond.json"
    case respondFile = "respond.file"
    case respondTemplate = "respond.template"
    case respondRedirect = "respond.redirect"
    case respondOpenAPI = "respond.openapi"

    package var descriptor: HandlerDescriptor {
        switch self {
        case .metadata: .metadata
        case .authorize: .authorize
        case .token: .token
        case .register: .register
        case .introspect: .introspect
        case .revoke: .revoke
        case .jwks: .jwks
        case .fakeAuthorize: .fakeAuthorize
        case .fakeCallback: .fakeCallback
        case .fakeLogout: .fakeLogout
        case .upstreamCallback: .upstreamCallback
        case .flows: .flows
        case .style: .style
        case .start: .start
        case .health: .health
        case .respondText: .respondText
        case .respondJSON: .respondJSON
        case .respondFile: .respondFile
        case .respondTemplate: .respondTemplate
        case .respondRedirect: .respondRedirect
        case .respondOpenAPI: .respondOpenAPI
        }
    }

    /// Those that a route of the file can have.
    static let writable = allCases.filter { !$0.descriptor.isMade }

    /// The one of the route of this name in the shipped manifest.
    static func shipped(as name: RouteName) -> HandlerName? {
        allCases.first { $0.descriptor.shipped?.name == name.text }
    }
}

/// What a route is bound to: the code that answers, with the options that the route gives it (`with`).
///
/// The composition turns it into that code, in one switch that can't forget any.
package enum HandlerBinding: Sendable, Equatable {
    case metadata(MetadataOptions)
    case authorize(AuthorizeOptions)
    case token
    case register
    case introspect
    case revoke
    case jwks
    case fakeAuthorize
    case fakeCallback
    case fakeLogout
    case upstreamCallback(UpstreamName)
    case flows(FlowsOptions)
    case style
    case start
    case health
    case openAPI
    case respond(StaticAnswer)
}

extension HandlerBinding {
    /// A template that its options name.
    var template: TemplateName? {
        if case .respond(let answer) = self, case .template(let name) = answer.body { name } else { nil }
    }

    /// The part of the manifest that its route follows from, where no route of the file has it.
    package var source: String? {
        if case .upstreamCallback(let name) = self { "upstreams.\(name)" } else { nil }
    }

    /// The routes without which it has nothing to answer.
    var references: [RouteName] {
        if case .respond(let answer) = self { answer.references } else { [] }
    }
}
