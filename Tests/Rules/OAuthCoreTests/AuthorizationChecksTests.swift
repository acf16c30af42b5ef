import OAuthModel
import Testing
import WireText

@testable import OAuthCore

@Suite("the checks of the authorization endpoint")
struct AuthorizationChecksTests {
    /// What mends a request that breaks every rule, rule by rule, and what it is told before.
    private struct Step {
        let rule: String
        let error: OAuthError.Code
        let mend: (inout BrokenRequest) -> Void
    }

    private let steps: [Step] = [
        Step(rule: "no parameter but resource is repeated", error: .invalidRequest) {
            $0["state"] = String(repeating: "s", count: 8193)
        },
        Step(rule: "state is at most 8 KiB", error: .invalidRequest) {
            $0["state"] = String(repeating: "s", count: 8192)
        },
        Step(rule: "there is a response_type", error: .invalidRequest) { $0["response_type"] = "token" },
        Step(rule: "response_type is code", error: .unsupportedResponseType) { $0["response_type"] = "code" },
        Step(rule: "the client may use this grant", error: .unauthorizedClient) {
            $0.grantTypes = [.authorizationCode]
        },
        Step(rule: "no request object", error: .invalidRequest) { $0["request"] = nil },
        Step(rule: "response_mode is query", error: .invalidRequest) { $0["response_mode"] = "query" },
        Step(rule: "code_challenge_method is S256", error: .invalidRequest) {
            $0["code_challenge_method"] = "S256"
        },
        Step(rule: "code_challenge is well formed", error: .invalidRequest) {
            $0["code_challenge"] = String(repeating: "c", count: 43)
        },
        Step(rule: "scope is known", error: .invalidScope) { $0["scope"] = "notes" },
        Step(rule: "resource is configured", error: .invalidTarget) {
            $0["resource"] = "https://mcp.example.com/"
        },
        Step(rule: "scope means something at resource", error: .invalidScope) { $0["scope"] = "tools" },
        Step(rule: "prompt=none can't be granted", error: .loginRequired) { $0["prompt"] = "login" },
    ]

    @Test(
        "a request that breaks every rule is told of the first, and mended of that, of the next, to the last")
    func order() throws {
        var request = BrokenRequest()
        #expect(AuthorizationChecks.table.map(\.rule) == steps.map(\.rule))
        for (index, step) in steps.enumerated() {
            let failure = try #require(try request.firstFailure(), "\(step.rule)")
            #expect(failure.index == index, "\(step.rule)")
            #expect(failure.error.code == step.error, "\(step.rule)")
            step.mend(&request)
        }
        #expect(try request.firstFailure() == nil)
        let early = try request.draft()
        #expect(throws: OAuthError.self, "there is none before the checks have run") { try early.request }
    }

    @Test("with somebody logged in, prompt=none is told that consent is asked for")
    func consentRequired() throws {
        var request = BrokenRequest()
        for step in steps.dropLast() { step.mend(&request) }
        request.hasSession = true
        #expect(try request.firstFailure()?.error.code == .consentRequired)
    }

    @Test("what a request is found to ask for is what is granted")
    func request() throws {
        var request = BrokenRequest()
        for step in steps { step.mend(&request) }
        request["scope"] = "notes tools"
        var draft = try request.draft()
        for check in AuthorizationChecks.table { try check.run(&draft) }
        let found = try draft.request
        #expect(found.scope.text == "tools")
        #expect(found.resources.map(\.text) == ["https://mcp.example.com"])
        #expect(found.challenge.rawValue == String(repeating: "c", count: 43))
        #expect(found.redirectURI.text == "https://app.example/cb")
    }

    @Test("a client that is kept with offline_access alone is given the default scopes as well")
    func keptOfflineAccess() throws {
        var request = BrokenRequest()
        for step in steps { step.mend(&request) }
        request["scope"] = nil
        request.registered = Scope([.offlineAccess])
        var draft = try request.draft()
        for check in AuthorizationChecks.table { try check.run(&draft) }
        #expect(draft.scope.text == "tools offline_access")
    }

    @Test("every check says which rule of which document it is")
    func sections() {
        for check in AuthorizationChecks.table {
            #expect(check.section.contains("§"), "\(check.rule)")
        }
        #expect(Set(AuthorizationChecks.table.map(\.rule)).count == AuthorizationChecks.table.count)
    }
}

/// A request, its client and its browser, in which everything is wrong until it is mended.
private struct BrokenRequest {
    var parameters: [(name: String, value: String)] = [
        ("state", "a"), ("state", "b"), ("request", "e30"), ("response_mode", "fragment"),
        ("code_challenge", "short"), ("code_challenge_method", "plain"), ("scope", "unknown"),
        ("resource", "https://other.example/"), ("prompt", "none"),
    ]
    var grantTypes: [GrantType] = [.refreshToken]
    var registered: Scope?
    var hasSession = false

    subscript(_ name: String) -> String? {
        get { parameters.first { $0.name == name }?.value }
        set {
            parameters.removeAll { $0.name == name }
            if let newValue { parameters.append((name, newValue)) }
        }
    }

    func draft() throws -> AuthorizationDraft {
        let redirectURI = RedirectURI("https://app.example/cb")
        let query = parameters.map { $0.name + "=" + percentEncoded($0.value) }.joined(separator: "&")
        return AuthorizationDraft(
            parameters: try #require(RequestParameters(query: query)),
            client: Client(
                id: ClientID(rawValue: "client"),
                metadata: ClientMetadata(
                    redirectURIs: [redirectURI], authenticationMethods: [.none], grantTypes: grantTypes,
                    scope: registered),
                origin: .registration),
            redirectURI: redirectURI, configuration: try .fixture(), hasSession: hasSession)
    }

    /// The first check that fails, and what it says.
    func firstFailure() throws -> (index: Int, error: OAuthError)? {
        var draft = try draft()
        for (index, check) in AuthorizationChecks.table.enumerated() {
            do { try check.run(&draft) } catch { return (index, error) }
        }
        return nil
    }
}
