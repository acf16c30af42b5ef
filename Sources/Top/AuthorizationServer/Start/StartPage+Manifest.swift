import OAuthModel
import Pages
import RouteManifest
import Router
import WireText

extension StartPage {
    init(_ manifest: Manifest, _ plan: RoutePlan) {
        let resource = manifest.resources.first
        let guides = resource.map {
            ClientGuides(
                resource: $0.indicator, issuer: plan.issuer.text, metadata: plan.url(of: .metadata),
                registration: plan.url(of: .register),
                hasDemoClient: manifest.clients.contains { $0.id.rawValue == "demo-client" })
        }
        self.init(
            issuer: plan.issuer.text, version: AuthorizationServer.version,
            profile: manifest.profile.text, resource: resource.map(Resource.init),
            otherResources: manifest.resources.dropFirst().map(Resource.init),
            guides: guides?.all ?? [], onlyListed: Self.onlyListed(manifest, plan),
            endpoints: plan.servedRoutes.filter { $0.handler != .start }.map(Endpoint.init),
            switchedOff: plan.switchedOff, users: manifest.people(plan),
            upstreams: plan.route(.authorize) == nil ? [] : manifest.upstreams.map(\.title),
            logout: plan.route(.fakeLogout)?.publicPath)
    }

    private static func onlyListed(_ manifest: Manifest, _ plan: RoutePlan) -> String? {
        guard plan.route(.register) == nil, manifest.documents == nil else { return nil }
        return
            "Clients can't register here, and none is known by a document: only those that the manifest lists "
            + "can connect."
    }
}

extension StartPage.Resource {
    fileprivate init(_ resource: ProtectedResource) {
        self.init(name: resource.name, url: resource.indicator.text)
    }
}

extension StartPage.Endpoint {
    fileprivate init(_ route: PlannedRoute) {
        self.init(
            methods: route.methods.map(\.rawValue).joined(separator: ", "), path: route.publicPath,
            words: route.handler.descriptor.words,
            isReadable: route.methods.contains(.get) && !route.handler.descriptor.needsParameters)
    }
}

extension Manifest {
    /// Who one can be without proving it.
    fileprivate func people(_ plan: RoutePlan) -> [StartPage.User] {
        guard plan.route(.fakeAuthorize) != nil, case .fake(let settings) = upstream else { return [] }
        return settings.users.map { StartPage.User(id: $0.subject.rawValue, name: $0.name.shown) }
    }
}
