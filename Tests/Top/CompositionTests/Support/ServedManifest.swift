import Cryptography
import EmbeddedStore
import Endpoint
import Foundation
import HTTPServer
import ManifestCases
import OAuthModel
import Pages
import RouteManifest
import Router
import Support
import Timeline
import Web

@testable import AuthorizationServer

/// A manifest that `check` accepts, and what `serve` makes of it: everything but the store of the file and its ports.
struct ServedManifest {
    let manifest: Manifest
    let plan: RoutePlan
    let table: CompiledRouter
    let configuration: HTTPServer.Configuration

    /// Nil: the manifest is refused.
    init?(_ scene: ManifestCase) throws(LaunchError) {
        let result = scene.load()
        guard let manifest = result.manifest else { return nil }
        let plan = RoutePlan(manifest)
        // Few cases have the style sheet's route; pages that stand without it are fine.
        let isStyled = plan.route(.style) != nil
        let templates = TemplateFolder(names: scene.surroundings.templates) { name in
            let path = Installation.package.path + "/templates/" + name
            guard let file = FileManager.default.contents(atPath: path) else { return nil }
            let text = String(decoding: file, as: UTF8.self)
            return Array((isStyled ? text : text.replacing(/<link rel="stylesheet"[^>]*>/, with: "")).utf8)
        }
        let reading = ManifestReading(
            file: ManifestFile(argument: "routes.yaml", environment: scene.surroundings.environment),
            result: result, pages: RoutePagesResult(manifest.routes, of: manifest, in: templates),
            files: FilesRead(), overrides: ManifestOverrides())
        guard let files = reading.served else { return nil }
        // No rule is about how busy the machine is on which it is tested.
        let world = AuthorizationServer.World(
            clock: MovableClock().clock, loops: 1, patience: .seconds(120))
        let chosen = ChosenStore(
            store: EmbeddedStore(memoryOnly: world.clock, uptime: world.uptime),
            secret: manifest.server.secret?.bytes ?? [UInt8](repeating: 7, count: ServerSecretFile.length))
        self.manifest = manifest
        self.plan = plan
        let served = try ServedPlan(
            files, LastingParts(world, chosen, .silent), .silent, telling: .all)
        table = served.table
        configuration = served.configuration
    }
}

/// A request to one of its routes, and what is to come of it.
struct FirstRequest: CustomStringConvertible {
    let route: PlannedRoute
    let method: HTTPMethod
    let path: String
    var query = ""
    var fields: [(name: String, value: String)] = []
    var body = ""

    var description: String { "\(method) \(path)\(query.isEmpty ? "" : "?" + query)" }

    /// The status is one of a server that works, or what the manifest asks for.
    func accepts(_ status: Int) -> Bool {
        if case .respond(let answer) = route.binding, status == answer.status { return true }
        return (200..<500).contains(status)
    }
}

extension ServedManifest {
    /// To each path of each route that is on, by each method, as a program and as a browser sends it.
    var requests: [FirstRequest] {
        plan.servedRoutes.flatMap { route in
            let methods =
                route.methods.map { HTTPMethod(rawValue: $0.rawValue) } + [.head, .options, .delete]
            return route.paths.flatMap { path in
                methods.map { FirstRequest(route: route, method: $0, path: path) }
            }
        } + plan.servedRoutes.flatMap(meant)
    }

    /// Such as go further into a handler.
    private func meant(_ route: PlannedRoute) -> [FirstRequest] {
        let page = [("Accept", "text/html"), ("Origin", "https://app.example")]
        let form = [("Content-Type", "application/x-www-form-urlencoded")]
        func post(_ body: String, _ type: [(String, String)]) -> FirstRequest {
            FirstRequest(route: route, method: .post, path: route.publicPath, fields: type, body: body)
        }
        switch route.binding {
        case .authorize:
            let clients = manifest.clients.compactMap { client in
                client.redirectURIs.first.map { (client.id.rawValue, $0.text) }
            }
            return clients.map { id, uri in
                let query =
                    "response_type=code&client_id=\(id)&redirect_uri=\(uri)&code_challenge_method=S256"
                    + "&code_challenge=E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM"
                return FirstRequest(
                    route: route, method: .get, path: route.publicPath, query: query, fields: page)
            }
        case .token: return [post("grant_type=authorization_code&code=x&client_id=demo-client", form)]
        case .introspect, .revoke: return [post("token=x&client_id=demo-client", form)]
        case .register:
            return [
                post(
                    #"{"redirect_uris":["http://localhost/callback"]}"#,
                    [("Content-Type", "application/json")])
            ]
        case .fakeAuthorize, .fakeCallback, .fakeLogout, .upstreamCallback, .start, .metadata, .jwks, .flows,
            .style, .health, .openAPI,
            .respond:
            return [
                FirstRequest(route: route, method: .get, path: route.publicPath, query: "a=b", fields: page)
            ]
        }
    }

    /// What this server answers, without a transport.
    func status(of request: FirstRequest) async -> Int {
        let host = [(name: "Host", value: plan.issuer.authority.description)]
        let head = RequestHead(
            method: request.method, path: request.path, query: request.query,
            headers: HeaderFields(host + request.fields),
            peer: PeerAddress(address: "127.0.0.1", isLoopback: true), requestID: "0123456789abcdef")
        switch table.decide(head) {
        case .answer(let answer, _): return answer.status
        case .endpoint(let handler, _):
            return await handler.begin(EndpointRequest(head: head, body: Array(request.body.utf8))).response
                .status
        }
    }
}
