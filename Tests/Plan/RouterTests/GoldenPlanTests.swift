import JSON
import OAuthModel
import RouteManifest
import Router
import Support
import Testing

@Suite("the plan of a manifest")
struct GoldenPlanTests {
    static let cases = GoldenFile.cases(in: "Plans", ending: "txt")

    @Test(
        "table, log lines and metadata follow from the manifest and from nothing else",
        arguments: cases.map(\.name))
    func golden(_ name: String) throws {
        let file = try #require(Self.cases.first { $0.name == name })
        let plan = try PlanCase(file.input).plan()
        let off = plan.switchedOff.map { $0 + "\n" }.joined()
        let output = [plan.table(), off, plan.metadata.json.oneMemberPerLine].filter { !$0.isEmpty }
        #expect(file.accepts(output.joined(separator: "\n")))
    }

    @Test("the folder of cases is not empty")
    func thereAreCases() {
        #expect(Self.cases.count >= 10)
    }

    @Test("the same manifest gives an equal plan, another one an unequal plan")
    func equality() throws {
        let plan = try PlanCase("#! shipped").plan()
        #expect(try PlanCase("#! shipped").plan() == plan)
        #expect(try PlanCase("#! shipped\n#! disable register").plan() != plan)
    }

    @Test("a plan prints as its table")
    func description() throws {
        let plan = try PlanCase("#! shipped").plan()
        #expect("\(plan)" == plan.table())
    }

    @Test("the URL of an endpoint is the issuer and the path; one that is off has none")
    func urls() throws {
        let plan = try PlanCase("#! shipped\n#! disable register").plan()
        #expect(plan.url(of: .fakeCallback) == "http://localhost:3001/fakeupstreamauth/callback")
        #expect(plan.url(of: .register) == nil)
        #expect(plan.route(.register) == nil)
        #expect(plan.route(.token)?.name.text == "token")
    }

    @Test("an endpoint whose place under the issuer belongs to another route is advertised where it is")
    func takenPlace() throws {
        let file = try #require(Self.cases.first { $0.name == "a-declared-path-is-not-taken-away" })
        let plan = try PlanCase(file.input).plan()
        let router = CompiledRouter(plan) { .handler(NamedHandler(name: $0.name.text)) }
        for name in ["token", "revoke"] {
            let route = try #require(plan.routes.first { $0.name.text == name })
            #expect(router.decide("POST", route.publicPath).endpoint == name)
        }
    }

    @Test(
        "the issuer in the metadata is the configured text, byte for byte",
        arguments: [
            "http://localhost:3001", "http://127.0.0.1:8080", "http://LocalHost:3001",
            "http://[::1]:3001/Tenant",
        ])
    func issuer(_ issuer: String) throws {
        let plan = try PlanCase("#! shipped\n#! environment AUTH_SERVER_URL=\(issuer)").plan()
        #expect(plan.metadata.json["issuer"] == .string(issuer))
        #expect(plan.metadata.tokenEndpoint == issuer + "/oauth/token")
    }
}

extension JSONValue {
    /// For people who review a change of it.
    fileprivate var oneMemberPerLine: String {
        (object?.members ?? []).map { name, value in
            "\(name): \(String(decoding: value.serialized(), as: UTF8.self))\n"
        }.joined()
    }
}
