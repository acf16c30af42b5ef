import Endpoint
import JSON
import OAuthModel
import RouteManifest
import Router
import Testing
import WireText

@Suite("paths that are not served")
struct NotFoundTests {
    static let page = EndpointResponse(
        status: 404, headers: HeaderBlock(["Content-Type": "text/html; charset=utf-8"]),
        body: Array("<p>no".utf8))
    static let browser = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"

    @Test(
        "what is off answers exactly as what never was, whatever the request is like",
        arguments: [
            ("GET", "*/*"), ("POST", "application/json"), ("OPTIONS", "*/*"), ("HEAD", "*/*"),
            ("PUT", browser),
            ("GET", browser), ("BREW", ""),
        ])
    func offIsUnknown(method: String, accept: String) throws {
        let router = try CompiledRouter(options: .init(notFoundPage: Self.page))
        let off = try router.answer(
            method, "/oauth/register", ["Accept": accept, "Origin": "https://x.example"])
        let unknown = try router.answer(
            method, "/nonsense", ["Accept": accept, "Origin": "https://x.example"])
        #expect(off.wire == unknown.wire)
        #expect(off.status == 404)
    }

    @Test("only the log can tell them apart, and says which switch did it")
    func cause() throws {
        let router = try CompiledRouter()
        #expect(
            try router.answer("POST", "/oauth/register").cause?.text
                == "the route at this path is off: route register is off (enabled: false, line 14 of routes.yaml)"
        )
        #expect(try router.answer("POST", "/nonsense").cause?.text == "no route has this path")
        guard case .answer(_, let route) = router.decide("POST", "/oauth/register") else { return }
        #expect(route == nil)
    }

    @Test("a program gets JSON, which pages of any origin can read")
    func json() throws {
        let answer = try CompiledRouter(options: .init(notFoundPage: Self.page)).answer("GET", "/nonsense")
        #expect(
            answer.text == #"{"error":"not_found","error_description":"there is nothing at this path"}"#
                + "\n")
        #expect(answer.header("content-type") == "application/json")
        #expect(answer.header("cache-control") == "no-store")
        #expect(answer.header("access-control-allow-origin") == "*")
        #expect(answer.header("vary") == "Accept")
    }

    @Test("a browser gets the page", arguments: [browser, "TEXT/HTML"])
    func page(accept: String) throws {
        let router = try CompiledRouter(options: .init(notFoundPage: Self.page))
        let answer = try router.answer("GET", "/nonsense", ["accept": accept])
        #expect(answer.text == "<p>no")
        #expect(answer.status == 404)
        #expect(answer.header("content-type") == "text/html; charset=utf-8")
        #expect(answer.header("vary") == "Accept")
    }

    @Test("without a page a browser gets JSON as well")
    func noPage() throws {
        let answer = try CompiledRouter().answer("GET", "/nonsense", ["Accept": Self.browser])
        #expect(answer.header("content-type") == "application/json")
    }

    @Test(
        "everything that is advertised is there, and whatever is there is advertised",
        arguments: [
            "#! shipped", "#! shipped\n#! disable register\n#! disable introspect",
            "#! shipped\n#! disable authorize",
            "#! shipped\n#! environment AUTH_SERVER_URL=http://localhost:3001/a/b", everyKind,
        ])
    func advertisedIsServed(manifest: String) throws {
        let plan = try PlanCase(manifest).plan()
        let router = CompiledRouter(plan) { .handler(NamedHandler(name: $0.name.text)) }
        let advertised = (plan.metadata.json.object?.members ?? []).filter {
            $0.name.shown.hasSuffix("_endpoint") || $0.name.shown == "jwks_uri"
        }
        for (name, value) in advertised {
            let url = try #require(value.string?.shown)
            let path = String(url.dropFirst(plan.issuer.origin.utf8.count))
            #expect(router.decide("OPTIONS", path).status == 204, "\(name)")
        }
        let oauth = plan.servedRoutes.filter {
            $0.handler.rawValue.hasPrefix("oauth.") && $0.handler != .metadata
        }
        #expect(
            Set(advertised.compactMap(\.value.string?.shown))
                == Set(oauth.map { plan.issuer.text + $0.path.text }))
    }
}
