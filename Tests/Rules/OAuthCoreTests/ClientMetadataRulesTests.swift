import JSON
import OAuthModel
import Testing

@testable import OAuthCore

@Suite("the rules of client metadata, wherever a document comes from (RFC 7591 §2)")
struct ClientMetadataRulesTests {
    private static let redirects = #""redirect_uris":["https://app.example/cb"]"#

    private func metadata(
        _ members: String, method: ClientAuthenticationMethod? = ClientAuthenticationMethod.none,
        among methods: [ClientAuthenticationMethod] = ClientAuthenticationMethod.standing
    ) throws -> ClientMetadata {
        let document = try JSONValue.parse(Array("{\(Self.redirects)\(members)}".utf8))
        return try ClientMetadataRules(configuration: try .fixture(methods: methods)).metadata(
            StatedMetadata(try #require(document.object)), authenticatedBy: method.map { [$0] })
    }

    private func refusal(_ members: String) -> OAuthError? {
        do {
            _ = try metadata(members)
            return nil
        } catch { return error as? OAuthError }
    }

    @Test(
        "of the grants those that are on are kept, each once and in order",
        arguments: [
            (#"["refresh_token","x","authorization_code"]"#, [GrantType.refreshToken, .authorizationCode]),
            (#"["authorization_code","authorization_code"]"#, [.authorizationCode]),
            ("[]", [.authorizationCode]), ("null", [.authorizationCode]),
        ])
    func grants(list: String, kept: [GrantType]) throws {
        #expect(try metadata(#","grant_types":\#(list)"#).grantTypes == kept)
    }

    @Test("what leaves nothing to begin with is refused, and the refusal says what was asked")
    func nothingLeft() {
        for list in [#"["refresh_token"]"#, #"["implicit","refresh_token"]"#, #"["",""]"#] {
            #expect(refusal(#","grant_types":\#(list)"#)?.code == .invalidClientMetadata)
        }
        #expect(refusal(#","grant_types":["implicit"]"#)?.description.hasSuffix(": 'implicit'") == true)
        #expect(refusal(#","response_types":["token"]"#)?.description.hasSuffix(": 'token'") == true)
    }

    @Test(
        "how the client authenticates is not the document's to say, and a client that didn't say may use basic and post"
    )
    func method() throws {
        let named = try metadata(#","token_endpoint_auth_method":"none""#, method: .clientSecretPost)
        #expect(named.authenticationMethods == [.clientSecretPost])
        let unnamed = try metadata("", method: nil)
        #expect(unnamed.authenticationMethods == [.clientSecretBasic, .clientSecretPost])
    }

    @Test(
        "a key that is not public is refused by the member that makes it one, wherever it stands, and never quoted",
        arguments: [
            #"{"keys":[{"kty":"EC","d":"hunter2"}]}"#, #"{"keys":[{"kty":"oct"}]}"#, #"{"k":"hunter2"}"#,
            #"[{"qi":"hunter2"}]"#, #"{"keys":[{},{"oth":[{"r":"hunter2"}]}]}"#,
            #"{"keys":{"one":{"dp":"hunter2"}}}"#, #"{"keys":[{"kty":"AKP","priv":"hunter2"}]}"#,
        ])
    func secretKeys(keys: String) {
        let error = refusal(#","jwks":\#(keys)"#)
        #expect(error?.code == .invalidClientMetadata)
        #expect(error?.description.contains("hunter2") == false)
        #expect(error?.facts.contains { $0.value.contains("hunter2") } != true)
    }

    @Test(
        "public keys, and none, are no reason to refuse anybody",
        arguments: [
            #""jwks":{"keys":[{"kty":"EC","x":"a","y":"b","kid":"d","use":"k"}]}"#, #""jwks":{"keys":[]}"#,
            #""jwks":{"keys":[{"kty":"RSA","n":"a","e":"b","d":null}]}"#, #""jwks":null,"jwks_uri":"x""#,
            #""jwks":{},"jwks_uri":"""#, #""jwks_uri":null,"jwks":"d""#,
        ])
    func publicKeys(members: String) throws {
        _ = try metadata("," + members)
    }

    @Test(
        "who names no method is given one that is on, and no way around it",
        arguments: [
            ([ClientAuthenticationMethod.none], ClientAuthenticationMethod.none),
            ([.clientSecretPost], .clientSecretPost), ([.none, .clientSecretBasic], .clientSecretBasic),
            ([.none, .clientSecretPost], .none),
        ])
    func unnamed(offered: [ClientAuthenticationMethod], given: ClientAuthenticationMethod) throws {
        let metadata = try metadata("", method: nil, among: offered)
        #expect(metadata.authenticationMethods == [given], "it may use no other")
    }

    @Test("jwks and jwks_uri exclude each other (RFC 7591 §2)")
    func both() {
        #expect(refusal(#","jwks":{"keys":[]},"jwks_uri":"https://app.example/jwks""#) != nil)
    }
}
