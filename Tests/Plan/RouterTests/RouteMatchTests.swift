import Endpoint
import JSON
import RouteManifest
import Router
import Support
import Testing

@Suite("what becomes of a request")
struct RouteMatchTests {
    static let cases = GoldenFile.cases(in: "Matches", ending: "txt")
    static let plans = GoldenPlanTests.cases

    @Test(
        "it is told in words, with what the request passes and why no other route answers",
        arguments: cases.map(\.name))
    func golden(_ name: String) throws {
        let file = try #require(Self.cases.first { $0.name == name })
        let scene = PlanCase(file.input)
        let plan = try scene.plan()
        #expect(!scene.asked.isEmpty)
        let answers = scene.asked.map { asked in
            let match = RouteMatch(
                asked.method, asked.path, host: asked.named["host"], origin: asked.named["origin"], in: plan)
            let line =
                asked.named["json"] == nil
                ? "" : String(decoding: JSONValue.object(match.listing).serialized(), as: UTF8.self) + "\n"
            return "\(match)" + line
        }
        #expect(file.accepts(answers.joined(separator: "\n")))
    }

    @Test("the folder of cases is not empty")
    func thereAreCases() {
        #expect(Self.cases.count >= 6)
    }

    @Test(
        "it is what the table that serves decides, for every path of a plan and many beside it",
        arguments: plans.map(\.name))
    func isTheDecision(_ name: String) throws {
        let file = try #require(Self.plans.first { $0.name == name })
        let plan = try PlanCase(file.input).plan()
        let router = CompiledRouter(plan) {
            $0.handler == .metadata
                ? .document(plan.metadataDocument) : .handler(NamedHandler(name: $0.name.text))
        }
        let issuer = String(plan.issuer.origin.split(separator: "/").last ?? "")
        let paths = plan.routes.flatMap(\.paths).flatMap { [$0, $0 + "/", "/x" + $0, $0.uppercased()] }
        for path in Set(paths + ["*", "/"]) {
            for method in ["GET", "HEAD", "POST", "PUT", "OPTIONS", "get"] {
                for host in [issuer, "elsewhere.example"] {
                    let match = RouteMatch(method, path, host: host, in: plan)
                    let words = "\(method) \(host) \(path): \(match)"
                    switch router.decide(method, path, ["Host": host]) {
                    case .endpoint(_, let policy):
                        #expect(match.route?.name.text == policy.name && match.status == nil, "\(words)")
                        #expect(match.isAnswered, "\(words)")
                    case .answer(let answer, let route):
                        let isDocument = answer.status == 200
                        #expect(match.status == (isDocument ? nil : answer.status), "\(words)")
                        if isDocument || answer.status == 421 {
                            #expect(match.route?.name.text == route, "\(words)")
                        }
                        #expect(match.isAnswered == (answer.status < 400), "\(words)")
                    }
                }
            }
        }
    }

    @Test("each way in which a path differs has words, and the likeliest of them is told first")
    func near() throws {
        let plan = try PlanCase("#! shipped\n#! disable register").plan()
        func near(_ path: String) -> [String] {
            plan.near(path).map { "\($0.path) \($0.difference.name)" }
        }
        #expect(near("/oauth/token/") == ["/oauth/token slash"])
        #expect(near("/OAuth/Token") == ["/oauth/token case"])
        #expect(near("/oauth/%74oken") == ["/oauth/token encoding"])
        #expect(near("//oauth//token") == ["/oauth/token empty_segments"])
        #expect(near("/auth/oauth/token") == ["/oauth/token added_prefix"])
        #expect(near("/oauth/tokne") == ["/oauth/token spelling"])
        #expect(near("/callback") == ["/fakeupstreamauth/callback missing_prefix"])
        #expect(near("/oauth").count == 3)
        #expect(near("/oauth").allSatisfy { $0.hasSuffix(" beginning") })
        #expect(near("/register/") == ["/register slash"])
        #expect(near("/").isEmpty)
        #expect(near("/nothing/like/it").isEmpty)
    }

    @Test("a path is its route's own, an alias, or follows from the issuer")
    func origins() throws {
        let plan = try PlanCase("#! shipped\n#! environment AUTH_SERVER_URL=http://localhost:3001/t").plan()
        let metadata = try #require(plan.route(.metadata))
        let token = try #require(plan.route(.token))
        #expect(token.origin(of: "/oauth/token") == .own)
        #expect(token.origin(of: "/token") == .alias)
        #expect(token.origin(of: "/t/token") == .issuer)
        #expect(token.origin(of: "/revoke") == nil)
        #expect(metadata.origin(of: metadataPath + "/t") == .wellKnown)
        #expect(metadata.origin(of: "/t" + metadataPath) == .issuer)
    }
}
