import DemoMCPServer
import HTTPServer
import Logging
import Support
import Testing

@Suite("settings")
struct ConfigurationTests {
    private func error(_ environment: [String: String]) -> DemoServerError? {
        do {
            _ = try DemoConfiguration(environment: environment)
            return nil
        } catch {
            return error
        }
    }

    @Test("with nothing set: port 3232, its own address, the authorization server beside it")
    func defaults() throws {
        let configuration = try DemoConfiguration(environment: [:])
        #expect(configuration.port == 3232)
        #expect(configuration.resource == "http://localhost:3232/mcp")
        #expect(configuration.issuer == "http://localhost:3001")
        #expect(configuration.credentials.id == "demo-mcp-server")
        #expect(configuration.warnings.isEmpty)
        #expect(configuration.introspectionCache == .seconds(5))
    }

    @Test("it listens on this machine for an address on it, everywhere for another, and where BIND says")
    func bind() throws {
        func hosts(_ environment: [String: String]) throws -> [String] {
            try DemoConfiguration(environment: environment).hosts
        }
        #expect(try hosts([:]) == ["127.0.0.1", "::1"])
        #expect(try hosts(["BASE_URI": "https://mcp.example.com"]) == ["0.0.0.0", "::"])
        #expect(try hosts(["BASE_URI": "http://mcp:3232"]) == ["127.0.0.1", "::1"])
        #expect(try hosts(["BASE_URI": "https://mcp"]) == ["0.0.0.0", "::"])
        #expect(try hosts(["BASE_URI": "http://mcp:3232", "BIND": "0.0.0.0"]) == ["0.0.0.0"])
        #expect(try hosts(["BIND": "0.0.0.0, ::"]) == ["0.0.0.0", "::"])
        for wrong in ["localhost", "127.0.0.1,", ","] {
            #expect(error(["BIND": wrong])?.exitStatus == 2)
        }
    }

    @Test("set to nothing is not set")
    func emptyValues() throws {
        let names = DemoConfiguration.environmentNames
        let empty = Dictionary(uniqueKeysWithValues: names.map { ($0, "") })
        let configuration = try DemoConfiguration(environment: empty)
        #expect(configuration.port == 3232)
        #expect(configuration.allowedOrigins.isEmpty)
    }

    @Test("an address that isn't set follows the port")
    func baseFollowsPort() throws {
        #expect(try DemoConfiguration(environment: ["PORT": "4000"]).baseURI == "http://localhost:4000")
    }

    @Test(
        "a mode other than separate is refused, with the way out",
        arguments: ["integrated", "SEPARATE", "none"])
    func mode(mode: String) {
        let error = error(["AUTH_MODE": mode])
        #expect(error?.exitStatus == 2)
        #expect(error?.message.contains(mode) == true)
        #expect(error?.hint.contains("AUTH_MODE=separate") == true)
        #expect(error?.message.contains("\n") == false)
    }

    @Test(
        "each wrong setting is named in one line with a hint",
        arguments: [
            ("PORT", "x"), ("PORT", "-1"), ("PORT", "65536"), ("PORT", "0"), ("PORT", "3232 "),
            ("BASE_URI", "localhost:3232"), ("BASE_URI", "http://localhost:3232/"),
            ("BASE_URI", "ftp://localhost"),
            ("BASE_URI", "http://"), ("BASE_URI", "http://a b"), ("BASE_URI", "http://host:99999"),
            ("BASE_URI", "http://user@host"), ("BASE_URI", "http://host?x"), ("BASE_URI", "http://host/path"),
            ("AUTH_SERVER_URL", "localhost:3001"), ("AUTH_SERVER_URL", "http://host?x=1"),
            ("AUTH_SERVER_URL", "http://host#x"), ("AUTH_SERVER_URL", "http://u@host"),
            ("AUTH_SERVER_URL", "http://host/a b"), ("ALLOWED_ORIGINS", "https://a.example,b.example"),
            ("ALLOWED_ORIGINS", "*"), ("INTROSPECTION_CACHE", "x"), ("INTROSPECTION_CACHE", "-1"),
            ("INTROSPECTION_CACHE", "0.5"), ("INTROSPECTION_CACHE", "3601"), ("INTROSPECTION_CACHE", "5s"),
        ])
    func wrong(name: String, value: String) {
        let error = error([name: value])
        #expect(error?.exitStatus == 2)
        #expect(error?.message.contains(name) == true)
        #expect(error?.message.contains("\n") == false)
        #expect(error?.hint.isEmpty == false)
        #expect(error?.description.contains("\nhint: ") == true)
    }

    @Test(
        "the secret of this server goes to https, to this machine, or to a name for development (security case 90)",
        arguments: [
            ("http://auth:3001", true), ("http://host.docker.internal:3001/tenant", true),
            ("http://auth.localhost", true), ("https://auth.example.com", true),
            ("http://auth.example.com", false), ("http://10.0.0.7:3001", false), ("http://auth.", false),
        ])
    func plainHTTP(issuer: String, isTaken: Bool) {
        let error = error(["AUTH_SERVER_URL": issuer])
        #expect((error == nil) == isTaken)
        if !isTaken { #expect(error?.message.contains("is plain http on another machine") == true) }
    }

    @Test(
        "what came along with a value is named in words, and what to set instead",
        arguments: DemoConfiguration.environmentNames.filter { $0 != "ALLOWED_ORIGINS" })
    func strays(name: String) {
        let isSecret = name == "DEMO_RESOURCE_SERVER_SECRET"
        for (value, words, isVisible) in [
            ("\"x\"", "has quotes around it", true), ("'x'", "has quotes around it", true),
            ("x ", "ends with a space", true), (" x", "begins with a space", true),
            ("x\r", "ends with a carriage return", false), ("x\n", "ends with a line break", false),
            ("\"x\"\r\n", "ends with a line break and has quotes around it", false),
            ("\u{feff}x", "begins with a byte order mark", false), ("x\ty", "has a tab in it", false),
        ] {
            let error = error(["AUTH_SERVER_URL": "https://a"].merging([name: value]) { $1 })
            guard !isSecret || !isVisible else {
                #expect(error == nil)
                continue
            }
            #expect(error?.message == "the value of \(name) \(words)")
            let hint =
                isSecret
                ? "set it without that" : value.contains("y") ? "set it to one line" : "set \(name)=x"
            #expect(error?.hint == hint)
            #expect(error?.exitStatus == 2)
        }
    }

    @Test("the same of each of the origins, which may have blanks between them")
    func strayOrigins() throws {
        for (value, words) in [
            ("https://a.example,\"https://b.example\"", "has quotes around it"),
            ("https://a.example https://b.example\r", "ends with a carriage return"),
        ] {
            let error = error(["ALLOWED_ORIGINS": value])
            #expect(error?.message == "ALLOWED_ORIGINS has an origin that \(words)")
            #expect(error?.hint == "write https://b.example")
        }
        let allowed = try DemoConfiguration(environment: [
            "ALLOWED_ORIGINS": " https://a.example, https://b.example "
        ])
        .allowedOrigins
        #expect(allowed.count == 2)
    }

    @Test(
        "an address that lacks its scheme, or has a path too many, is shown as it should be",
        arguments: [
            ("AUTH_SERVER_URL", "localhost:3001", "write http://localhost:3001"),
            ("AUTH_SERVER_URL", "auth:3001", "write http://auth:3001"),
            ("AUTH_SERVER_URL", "auth.example.com", "write https://auth.example.com"),
            ("BASE_URI", "localhost:3232", "write http://localhost:3232"),
            ("BASE_URI", "http://localhost:3232/", "write http://localhost:3232"),
            ("BASE_URI", "https://mcp.example.com/mcp", "write https://mcp.example.com"),
        ])
    func completed(name: String, value: String, hint: String) {
        #expect(error([name: value])?.hint == hint)
    }

    @Test("what works but looks like a slip is a warning")
    func warnings() throws {
        #expect(
            try DemoConfiguration(environment: ["PORT": "4000", "BASE_URI": "http://localhost:3232"]).warnings
                .count == 1)
        #expect(try DemoConfiguration(environment: ["BASE_URI": "http://demo.example"]).warnings.count == 1)
        #expect(try DemoConfiguration(environment: ["BASE_URI": "https://demo.example"]).warnings.isEmpty)
    }

    @Test("a port that is taken: one line, a hint, exit status 1")
    func portTaken() async throws {
        let logger = Logger.silent
        let environment = [
            "PORT": "0", "BASE_URI": "http://localhost:3232", "AUTH_SERVER_URL": "http://127.0.0.1:1",
        ]
        let first = try await DemoServer(DemoConfiguration(environment: environment), logger: logger).start()
        let second = DemoServer(
            try DemoConfiguration(environment: environment.merging(["PORT": "\(first.port)"]) { $1 }),
            logger: logger)
        let error = await #expect(throws: DemoServerError.self) { _ = try await second.start() }
        #expect(error?.exitStatus == 1)
        #expect(error?.message.contains("\(first.port)") == true)
        #expect(error?.message.contains("\n") == false)
        #expect(error?.hint.contains("PORT") == true)
        await first.shutdown()
    }
}
