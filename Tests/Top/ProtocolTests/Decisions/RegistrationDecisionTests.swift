import OAuthCore
import OAuthModel
import Testing

/// What a client sends that wants to be known.
let registrationCases: [DecisionCase] = [
    DecisionCase(RegistrationReason.notJSON) { server in
        _ = try await server.post("/oauth/register", form: ["client_name": "a"])
        return .nobody
    },
    sent(.malformedJSON, "{"),
    sent(.notAnObject, "[]"),
    sent(.redirectURIsMissing, "{}"),
    redirects(.tooManyRedirectURIs, (1...21).map { "https://a.example/\($0)" }),
    redirects(.redirectURINotAbsolute, ["/callback"]),
    redirects(.redirectURIWildcard, ["https://*.example.com/cb"]),
    redirects(.redirectURIFragment, ["https://a.example/#top"]),
    redirects(.redirectURIUserInfo, ["https://me@a.example/cb"]),
    redirects(.redirectURIAnsweringQuery, ["https://a.example/cb?state=mine"]),
    redirects(.redirectURIHost, ["https://a_1.example/cb"]),
    redirects(.redirectURIPlainHTTP, ["http://a.example/cb"]),
    redirects(.redirectURIPlainHTTPElsewhere, ["http://inspector/cb"]),
    redirects(.redirectURIBrowserScheme, ["javascript:alert(1)"]),
    redirects(.redirectURIScheme, ["warp://callback"]),
    member(.keysTwice, #""jwks":{"keys":[]},"jwks_uri":"https://a.example/keys""#),
    member(.keyNotPublic, #""jwks":{"keys":[{"kty":"oct","k":"AA"}]}"#),
    member(.keysUnusable, #""token_endpoint_auth_method":"private_key_jwt","jwks":{"keys":[{"kty":"AKP"}]}"#),
    member(.keysMissing, #""token_endpoint_auth_method":"private_key_jwt""#),
    member(
        .keysURIMalformed,
        #""token_endpoint_auth_method":"private_key_jwt","jwks_uri":"http://a.example/keys""#),
    member(.authMethodUnsupported, #""token_endpoint_auth_method":"tls_client_auth""#),
    member(.grantTypesMalformed, #""grant_types":"authorization_code""#),
    member(.grantTypesUnsupported, #""grant_types":["implicit"]"#),
    member(.responseTypesMalformed, #""response_types":"code""#),
    member(.responseTypesUnsupported, #""response_types":["token"]"#),
    member(.clientScopeMalformed, #""scope":["mcp"]"#),
    member(.applicationTypeUnknown, #""application_type":"desktop""#),
    member(.nameTooLong, #""client_name":"\#(String(repeating: "n", count: 2049))""#),
    member(.pageNotAWebAddress, #""logo_uri":"data:image/png,x""#),
    member(.memberMalformed, #""software_id":1"#),
    redirects(
        .metadataTooLarge,
        (1...20).map { "https://a.example/\($0)/" + String(repeating: "p", count: 500) }),
    DecisionCase(RegistrationReason.placesTaken, .replace("max_clients: 100000", with: "max_clients: 1")) {
        server in
        _ = try await TestClient.register(server).tokens()
        try await server.register(#"{"redirect_uris":["https://a.example/cb"]}"#)
        return .nobody
    },
]

private func sent(_ reason: RegistrationReason, _ document: String) -> DecisionCase {
    DecisionCase(reason) { server in
        try await server.register(document)
        return .nobody
    }
}

private func redirects(_ reason: RegistrationReason, _ uris: [String]) -> DecisionCase {
    sent(reason, #"{"redirect_uris":[\#(uris.map { "\"\($0)\"" }.joined(separator: ","))]}"#)
}

/// Beside a redirect URI that is in order.
private func member(_ reason: RegistrationReason, _ member: String) -> DecisionCase {
    sent(reason, #"{"redirect_uris":["https://a.example/cb"],\#(member)}"#)
}

extension TestServer {
    fileprivate func register(_ document: String) async throws {
        _ = try await post("/oauth/register", json: document)
    }
}

@Suite("decisions: each registration that is refused is told")
struct RegistrationDecisionTests {
    @Test(arguments: registrationCases)
    func told(_ wanted: DecisionCase) async throws { try await wanted.check() }
}
