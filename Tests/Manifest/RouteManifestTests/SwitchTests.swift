import ManifestCases
import RouteManifest
import StrictYAML
import Testing

@Suite("which routes are on")
struct SwitchTests {
    private func states(
        _ overrides: ManifestOverrides = ManifestOverrides(), environment: [String: String] = [:]
    ) throws -> [String: String] {
        let manifest = try #require(
            ShippedManifest.load(environment: environment, overrides: overrides).manifest)
        return Dictionary(
            uniqueKeysWithValues: manifest.routes.map { route in
                switch route.state {
                case .on: (route.name.text, "on")
                case .off(let reason): (route.name.text, "\(reason)")
                }
            })
    }

    private func state(_ routes: String, _ overrides: ManifestOverrides = ManifestOverrides()) throws
        -> [String]
    {
        let text = "version: 1\nroutes:\n\(routes)\n"
        let loader = ManifestLoader(
            surroundings: ManifestSurroundings(
                environment: ["NO": "false"], templates: ManifestCase.templates),
            overrides: overrides)
        let manifest = try #require(
            loader.load(FileText(fileName: "my.yaml", text: Array(text.utf8))).manifest)
        return manifest.routes.map { route in
            if case .off(let reason) = route.state { "\(reason)" } else { "on" }
        }
    }

    @Test("every route of the shipped manifest is on in its profile")
    func shipped() throws {
        #expect(Set(try states().values) == ["on"])
    }

    @Test("--disable turns a route off and says so")
    func disable() throws {
        let states = try states(ManifestOverrides(disable: ["register", "introspect"]))
        #expect(states["register"] == "--disable register")
        #expect(states["introspect"] == "--disable introspect")
        #expect(states.filter { $0.value != "on" }.keys.sorted() == ["introspect", "register"])
    }

    @Test(
        "what is for operators is off where the issuer is not this machine, until the file or the command line says otherwise"
    )
    func operators() throws {
        let off = "for operators, and the issuer is not loopback; enabled: true turns it on"
        func state(_ line: String, _ overrides: ManifestOverrides = ManifestOverrides()) throws -> String? {
            let text = """
                version: 1
                server: { issuer: "https://auth.example.com", operator_token: "${T}" }
                routes:
                  flows: { path: /flows, handler: flows.show, template: flows.html\(line) }
                """
            let loader = ManifestLoader(
                surroundings: ManifestSurroundings(
                    environment: ["T": String(repeating: "t", count: 32)], templates: ManifestCase.templates),
                overrides: overrides)
            return loader.load(Array(text.utf8)).manifest?.routes.first.map { route in
                if case .off(let reason) = route.state { "\(reason)" } else { "on" }
            }
        }
        #expect(try state("") == off)
        #expect(try state(", enabled: true") == "on")
        #expect(try state("", ManifestOverrides(enable: ["flows"])) == "on")
        #expect(try state(", enabled: false")?.hasPrefix("enabled: false") == true)
        #expect(try states(environment: ["AUTH_SERVER_URL": "http://localhost:1"])["flows"] == "on")
    }

    @Test("what has no purpose without a route goes with it, and says so")
    func dependency() throws {
        let states = try states(ManifestOverrides(disable: ["authorize"]))
        for name in ["fake_login", "fake_callback", "logout"] {
            #expect(states[name] == "needs oauth.authorize, which is off")
        }
        #expect(states["token"] == "on")
    }

    @Test("enabled: false names its line, and --enable goes before it")
    func enabled() throws {
        let route = "  health:\n    path: /health\n    handler: health\n    enabled: ${NO}"
        #expect(try state(route) == ["enabled: false, line 6 of my.yaml"])
        #expect(try state(route, ManifestOverrides(enable: ["health"])) == ["on"])
    }

    @Test("a route of another profile is off, and --profile and --enable each turn it on")
    func profile() throws {
        let route = "  health:\n    path: /health\n    handler: health\n    profiles: [staging, production]"
        #expect(try state(route) == ["profile is demo, not staging or production"])
        #expect(try state(route, ManifestOverrides(profile: "staging")) == ["on"])
        #expect(try state(route, ManifestOverrides(enable: ["health"])) == ["on"])
    }

    @Test("the profile of the file holds unless the command line has one")
    func profileOfTheFile() throws {
        let text = Array(
            "version: 1\nprofile: staging\nroutes:\n  health: { path: /health, handler: health }\n".utf8)
        let own = ManifestLoader(surroundings: ManifestSurroundings())
        #expect(own.load(text).manifest?.profile.text == "staging")
        let other = ManifestLoader(
            surroundings: ManifestSurroundings(), overrides: ManifestOverrides(profile: "production"))
        #expect(other.load(text).manifest?.profile.text == "production")
    }

    @Test("a route that is off is still there, and is not the active one of its handler")
    func activeRoute() throws {
        let manifest = try #require(
            ShippedManifest.load(overrides: ManifestOverrides(disable: ["register"])).manifest)
        #expect(manifest.routes.map(\.name.text).contains("register"))
        #expect(manifest.route(.register) == nil)
        #expect(manifest.route(.token)?.name.text == "token")
    }

    @Test("defaults reach every route that says nothing, and pages are never open to other origins")
    func defaults() throws {
        let text = """
            version: 1
            defaults:
              cors: any
              rate_limit: 5/1s
              timeout: 2s
              body_limit: 1KiB
              headers: { X-One: a, X-Two: b }
            scopes: { mcp: { description: Use it, default: true } }
            resources: [{ resource: "http://localhost:3232/mcp" }]
            upstream: { kind: fake }
            routes:
              authorize: { path: /authorize, handler: oauth.authorize, template: consent.html }
              token: { path: /token, handler: oauth.token, rate_limit: none, headers: { x-one: c } }
              fake_login: { path: /login, handler: upstream.fake.authorize, template: login.html }
              fake_callback: { path: /callback, handler: upstream.fake.callback }
              introspect: { path: /introspect, handler: oauth.introspect, body_limit: 2MiB, timeout: 1s }
            """
        let surroundings = ManifestSurroundings(templates: ManifestCase.templates)
        let manifest = try #require(
            ManifestLoader(surroundings: surroundings).load(Array(text.utf8)).manifest)
        let authorize = try #require(manifest.route(.authorize))
        let token = try #require(manifest.route(.token))
        let introspect = try #require(manifest.route(.introspect))
        #expect(authorize.cors == .sameOrigin)
        #expect(token.cors == .any)
        #expect(authorize.rateLimit?.description == "5/1s")
        #expect(token.rateLimit == nil)
        #expect(authorize.bodyLimit == 1024)
        #expect(introspect.bodyLimit == 2_097_152)
        #expect(authorize.timeout == .seconds(2))
        #expect(introspect.timeout == .seconds(1))
        #expect(token.headers.map { "\($0.name)=\($0.value)" } == ["X-Two=b", "x-one=c"])
        #expect(introspect.auth == [.resourceServer])
        #expect(authorize.methods == [.get, .post])
    }

    @Test(
        "rate, what is counted, and with whom follow from the defaults one by one",
        arguments: [
            ("", "60/1m", "60/1m"), ("60/1m", "", "60/1m"), ("60/1m", "5/1s", "5/1s"), ("60/1m", "none", nil),
            ("{ rate: 60/1m, shared: true }", "", "{ rate: 60/1m, shared: true }"),
            ("{ rate: 60/1m, shared: true }", "5/1s", "{ rate: 5/1s, shared: true }"),
            ("{ rate: 60/1m, shared: true }", "none", nil),
            ("{ rate: 60/1m, shared: true }", "{ shared: false }", "60/1m"),
            ("{ rate: 60/1m, shared: true }", "{ rate: 5/1s }", "{ rate: 5/1s, shared: true }"),
            ("{ shared: true }", "", nil), ("{ shared: true }", "5/1s", "{ rate: 5/1s, shared: true }"),
            ("{ rate: none, shared: true }", "5/1s", "{ rate: 5/1s, shared: true }"),
            ("60/1m", "{ shared: true }", "{ rate: 60/1m, shared: true }"),
            ("none", "{ rate: 5/1s, shared: true }", "{ rate: 5/1s, shared: true }"),
            ("60/1m", "{ only: failures }", "{ rate: 60/1m, only: failures }"),
            ("{ rate: 60/1m, only: failures }", "", "{ rate: 60/1m, only: failures }"),
            ("{ rate: 60/1m, only: failures }", "5/1s", "{ rate: 5/1s, only: failures }"),
            ("{ rate: 60/1m, only: failures }", "{ only: requests }", "60/1m"),
            ("{ rate: 60/1m, only: failures }", "none", nil),
            (
                "{ rate: 60/1m, only: failures }", "{ shared: true }",
                "{ rate: 60/1m, only: failures, shared: true }"
            ),
            (
                "{ rate: 60/1m, only: failures, shared: true }", "{ rate: 5/1s, shared: false }",
                "{ rate: 5/1s, only: failures }"
            ),
            ("{ only: failures, shared: true }", "", nil),
        ] as [(String, String, String?)])
    func rateLimits(_ defaults: String, _ own: String, _ expected: String?) throws {
        let text = """
            version: 1
            store: { memory: true }
            \(defaults.isEmpty ? "" : "defaults: { rate_limit: \(defaults) }")
            routes:
              health: { path: /health, handler: health\(own.isEmpty ? "" : ", rate_limit: \(own)") }
            """
        let result = ManifestLoader(surroundings: ManifestSurroundings()).load(
            Array(text.utf8), isTelling: true)
        let manifest = try #require(result.manifest)
        #expect(manifest.route(.health)?.rateLimit?.description == expected)
        // The same, or with what is the opposite of the defaults said.
        if let expected, !expected.contains("{") {
            #expect(result.effective.contains(expected))
        }
    }
}
