import JOSE
package import OAuthModel
package import OpenAPI
import StrictYAML

/// What a handler is to the manifest, without its code: what a route that is bound to it may say, and what follows from one that is on.
///
/// One value for each, in a file of its own; ``HandlerName/descriptor`` lists them.
package struct HandlerDescriptor: Sendable {
    /// What it does, for the documentation. Sentences.
    package var words: String
    /// The name and the path that the shipped manifest gives to its route; nil where it has none.
    var shipped: (name: String, path: String)?
    /// Those that it can serve.
    var methods: [RouteMethod]
    /// Those that a route has which names none; nil: all, and then all of them must be served. A page that is shown by GET comes back
    /// by POST.
    var standingMethods: [RouteMethod]?
    /// The template that the shipped manifest uses; nil: the handler shows no page of its own.
    var template: TemplateName?
    /// Values of `auth` that make sense; the first is what holds when the route has none.
    var callers: [RouteAuth] = [.anyone]
    /// What it shows is for who runs the server: where the issuer is not this machine, its route is off until the manifest turns it on.
    var isForOperators: Bool { callers.first == .operators }
    /// What would come of `auth: none`, where that is worth more than a word.
    var opennessHarms: String?
    /// With an issuer that has a path, clients look for it with that path put behind its own (RFC 8414 §3.1) as well.
    package var isWellKnown = false
    /// A browser navigates there, so that no script of another origin has any business reading it.
    package var isPage = false
    /// Who opens it without any has nothing to see.
    package var needsParameters = false
    /// Something leads to its route (a member of the metadata, a link, a redirect), and so to one route only: the first of the file
    /// that doesn't say `advertised: false`.
    var isAdvertised = true
    /// Its routes follow from another section: none is written.
    var isMade = false
    /// Without these a route of this handler has no purpose, and is off when one of them is.
    var needs: [HandlerName] = []
    /// Largest body in bytes, where neither the route nor `defaults` says.
    var bodyLimit = 65_536
    var caching = Caching.never
    var options: HandlerOptions
    /// What can be done at a route that is on, for the OpenAPI document: at least by each method of the route. What the transport and the
    /// router answer in the place of any handler, `RoutePlan+OpenAPI.swift` adds.
    package var operations: @Sendable (DescribedRoute) -> [RouteMethod: Operation]
    /// What a route that clients are told of adds to the metadata.
    package var metadata: @Sendable (inout AuthorizationServerMetadata, AdvertisedRoute) -> Void = { _, _ in }

    /// Whether answers may be cached.
    enum Caching {
        /// And `cache` is refused.
        case never
        /// As the route says; for so long where it doesn't.
        case asSaid(standing: Duration?)
    }
}

/// What stands under `with` of a route that is bound to a handler.
struct HandlerOptions: Sendable {
    /// Empty: nothing.
    let entries: [KeyEntry]
    /// What it looks like.
    let example: String?
    let isRequired: Bool
    let read: @Sendable (Field?, HandlerName, ValuePath, Decoding) -> HandlerBinding?

    /// - Parameter former: What stood there once is told to move, and true is the answer then.
    static func none(
        _ binding: HandlerBinding, former: @escaping @Sendable (Field, Decoding) -> Bool = { _, _ in false }
    ) -> HandlerOptions {
        HandlerOptions(entries: [], example: nil, isRequired: false) { field, handler, _, decoding in
            if let field, !former(field, decoding) { field.isUseless("\(handler.rawValue) has no options") }
            return binding
        }
    }

    static func keys<Draft>(
        _ keys: KeyList<Draft>, isRequired: Bool = false,
        become binding: @escaping @Sendable (Draft) -> HandlerBinding?
    ) -> HandlerOptions {
        HandlerOptions(entries: keys.entries, example: keys.example, isRequired: isRequired) {
            field, _, path, decoding in
            if let field { return keys.read(field) { draft, _ in binding(draft) } }
            guard !isRequired else { return nil }
            var draft = keys.untouched()
            keys.read(nil, of: path, decoding, into: &draft)
            return binding(draft)
        }
    }
}

/// A route that clients are told of, as the metadata sees it.
package struct AdvertisedRoute {
    package let url: String
    package let route: Route
    /// How those may prove who they are whom the route admits.
    package let authenticationMethods: [ClientAuthenticationMethod]
    /// How those sign who prove it by a signature.
    package var signingAlgorithms: [String] {
        authenticationMethods.contains(where: \.hasKey) ? SignatureAlgorithm.allCases.map(\.rawValue) : []
    }
    /// What clients may do here.
    package let grantTypes: [GrantType]
    /// Clients may be known by a document.
    package let takesDocuments: Bool
    /// Handlers of which a route is on.
    package let served: Set<HandlerName>

    package init(
        url: String, route: Route, authenticationMethods: [ClientAuthenticationMethod],
        grantTypes: [GrantType], takesDocuments: Bool, served: Set<HandlerName>
    ) {
        self.url = url
        self.route = route
        self.authenticationMethods = authenticationMethods
        self.grantTypes = grantTypes
        self.takesDocuments = takesDocuments
        self.served = served
    }
}
