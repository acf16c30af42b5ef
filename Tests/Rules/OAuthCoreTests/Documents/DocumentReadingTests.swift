import JSON
import OAuthModel
import Support
import Testing
import Web
import WireText

@testable import OAuthCore

@Suite("client-id metadata documents, rule by rule (OAuth Client ID Metadata Document §4.1)")
struct DocumentReadingTests {
    private static let url = "https://app.example/oauth/client.json?redirect_uri=a%2Fb"
    private static let whole = #""client_id":"\#(url)","redirect_uris":["https://app.example/cb"]"#

    private func read(
        _ body: [UInt8], methods: [ClientAuthenticationMethod] = ClientAuthenticationMethod.standing
    ) throws -> Client {
        let url = try FetchURL(Self.url)
        return try DocumentReading(configuration: try .fixture(methods: methods)).client(body, at: url)
    }

    private func client(
        _ members: String, methods: [ClientAuthenticationMethod] = ClientAuthenticationMethod.standing
    ) throws -> Client {
        try read(Array("{\(Self.whole)\(members)}".utf8), methods: methods)
    }

    private func refusal(_ text: String) -> OAuthError? {
        do {
            _ = try read(Array(text.utf8))
            return nil
        } catch { return error as? OAuthError }
    }

    private func refusal(adding members: String) -> OAuthError? { refusal("{\(Self.whole)\(members)}") }

    @Test("a document of a URL and its redirect URIs is a public client, known by that URL")
    func least() throws {
        let client = try client("")
        #expect(client.id.rawValue == Self.url)
        #expect(client.origin == .document && !client.isPreRegistered)
        #expect(client.metadata.authenticationMethods == [.none])
        #expect(client.metadata.grantTypes == [.authorizationCode])
        #expect(client.metadata.redirectURIs == [RedirectURI("https://app.example/cb")])
    }

    @Test(
        "client_id equals the URL byte for byte",
        arguments: [
            "https://app.example/oauth/client.json?redirect_uri=a/b", "https://APP.example/oauth/client.json",
            "https://app.example:443/oauth/client.json?redirect_uri=a%2Fb", url + "/", " " + url, url + "#",
            "https://app.example/oauth/client.json?redirect_uri=a%2fb",
            "https://app.example/oauth/client.json",
        ])
    func otherID(id: String) {
        let error = refusal(#"{"client_id":"\#(id)","redirect_uris":["https://app.example/cb"]}"#)
        #expect(error?.reason.name == "document_of_another")
        #expect(error?.code == .invalidClient)
    }

    @Test(
        "it is one JSON object in UTF-8, read strictly",
        arguments: [
            "", "[]", "null", "\"x\"", "{\(whole)", "{\(whole)}{}", "{\(whole),\"client_id\":\"\(url)\"}",
            "{\(whole),\"a\":[[[[[[[[1]]]]]]]]}", "{\(whole),\"client\\u005fid\":\"\(url)\"}",
            "\u{feff}{\(whole)}", "{\(whole),}",
        ])
    func strictness(text: String) {
        #expect(refusal(text)?.reason.name == "document_unreadable")
    }

    @Test("bytes that are no UTF-8 are no document")
    func encoding() {
        #expect(
            throws: OAuthError(
                DocumentReason.documentUnreadable, facts: [Fact("found", "the text is not UTF-8")])
        ) { try read(Array("{\(Self.whole),\"client_name\":\"".utf8) + [0xff] + Array("\"}".utf8)) }
    }

    @Test("without a client_id or redirect URIs there is no client")
    func missing() {
        #expect(
            refusal(#"{"redirect_uris":["https://app.example/cb"]}"#)?.reason.name == "document_of_another")
        for uris in [
            "", #","redirect_uris":[]"#, #","redirect_uris":null"#, #","redirect_uris":"https://a.example/""#,
        ] {
            let error = refusal(#"{"client_id":"\#(Self.url)"\#(uris)}"#)
            #expect(error?.reason.name == "document_breaks_rule")
            #expect(error?.facts.first == Fact("rule", "redirect_uris_missing"))
            #expect(
                error?.literal.contains("redirect_uris must be an array") == true,
                "the developer is told which")
        }
    }

    @Test(
        "a secret in a document is everybody's, and so is a method that shares one",
        arguments: [
            (#","client_secret":"hunter2""#, "document_has_secret"),
            (#","client_secret_expires_at":0"#, "document_has_secret"),
            (#","token_endpoint_auth_method":"client_secret_basic""#, "document_shares_secret"),
            (#","token_endpoint_auth_method":"client_secret_jwt""#, "document_shares_secret"),
            (
                #","token_endpoint_auth_methods_supported":["none","client_secret_post"]"#,
                "document_shares_secret"
            ),
            (
                #","token_endpoint_auth_method":"none","token_endpoint_auth_methods_supported":["client_secret_basic"]"#,
                "document_shares_secret"
            ),
        ])
    func secrets(members: String, reason: String) {
        let error = refusal(adding: members)
        #expect(error?.reason.name == reason)
        #expect(error?.facts.contains { $0.value.contains("hunter2") } != true)
    }

    @Test("a private key is refused wherever it stands, and a jwks beside a jwks_uri")
    func keys() {
        let error = refusal(adding: #","jwks":{"keys":[{"kty":"EC","d":"hunter2"}]}"#)
        #expect(error?.facts.first == Fact("rule", "key_not_public"))
        #expect(error?.facts.contains { $0.value.contains("hunter2") } == false)
        #expect(
            refusal(adding: #","jwks":{"keys":[]},"jwks_uri":"https://app.example/jwks""#)?.facts.first
                == Fact("rule", "keys_twice"))
    }

    @Test(
        "the methods are those of both members together, as far as they are offered here; none stands first (SEP-3149)",
        arguments: [
            (#""#, [ClientAuthenticationMethod.none]),
            (#","token_endpoint_auth_method":"none""#, [.none]),
            (#","token_endpoint_auth_methods_supported":["none"]"#, [.none]),
            (#","token_endpoint_auth_methods_supported":[]"#, [.none]),
            (
                #","token_endpoint_auth_method":"tls_client_auth","token_endpoint_auth_methods_supported":["none"]"#,
                [.none]
            ),
            (
                #","token_endpoint_auth_method":"none","token_endpoint_auth_methods_supported":["tls_client_auth"]"#,
                [.none]
            ),
            (#","token_endpoint_auth_method":null,"token_endpoint_auth_methods_supported":null"#, [.none]),
        ])
    func methods(members: String, usable: [ClientAuthenticationMethod]) throws {
        #expect(try client(members).metadata.authenticationMethods == usable)
    }

    @Test(
        "a document of which no method is offered is refused, and one that writes them otherwise",
        arguments: [
            (#","token_endpoint_auth_method":"tls_client_auth""#, "document_methods_unsupported"),
            (
                #","token_endpoint_auth_methods_supported":["self_signed_tls_client_auth"]"#,
                "document_methods_unsupported"
            ),
            (#","token_endpoint_auth_methods_supported":"none""#, "document_methods_malformed"),
            (#","token_endpoint_auth_methods_supported":[1]"#, "document_methods_malformed"),
            (#","token_endpoint_auth_method":["none"]"#, "document_methods_malformed"),
        ])
    func wrongMethods(members: String, reason: String) {
        #expect(refusal(adding: members)?.reason.name == reason)
    }

    @Test("where none is not offered, a document that has nothing else is refused")
    func noneIsOff() {
        #expect(throws: OAuthError.self) { try client("", methods: [.clientSecretBasic]) }
    }

    @Test("what is asked beyond what is offered is left out, as at registration")
    func narrowing() throws {
        let client = try client(
            #","grant_types":["authorization_code","refresh_token","urn:ietf:params:oauth:grant-type:jwt-bearer"],"response_types":["code","id_token"],"scope":"tools unknown""#
        )
        #expect(client.metadata.grantTypes == [.authorizationCode, .refreshToken])
        #expect(client.metadata.scope?.text == "tools")
        #expect(
            refusal(adding: #","grant_types":["client_credentials"]"#)?.facts.first
                == Fact("rule", "grant_types_unsupported"))
    }

    @Test("each rule says of a document whether it is kept, and what is worth a word")
    func findings() throws {
        let text =
            #"{"client_id":"\#(Self.url)x","redirect_uris":["http://127.0.0.1/cb"],"grant_types":["authorization_code","jwt"],"client_secret":"a"}"#
        let findings = try DocumentReading(configuration: try .fixture()).findings(
            Array(text.utf8), at: try FetchURL(Self.url))
        let shown = findings.map { finding in
            switch finding.verdict {
            case .pass: "\(finding.rule.name): pass"
            case .note(let words): "\(finding.rule.name): \(words)"
            case .fail(let error): "\(finding.rule.name): FAIL \(error.reason.name)"
            }
        }
        #expect(
            shown == [
                "client_id: FAIL document_of_another", "secrets: FAIL document_has_secret",
                "shared-secrets: pass",
                "methods: pass", "keys: pass", "redirect_uris: any port is taken for http://127.0.0.1/cb",
                "grant_types: left out, as not offered here: jwt", "response_types: pass",
                "application_type: pass", "scope: pass",
                "client_name: absent: people see an application without a name", "pages: pass",
            ])
        #expect(Set(findings.map(\.rule.name)).count == findings.count)
    }

    @Test(
        "no text makes reading it fail otherwise than by a refusal, and what is taken is what its bytes say")
    func fuzz() throws {
        var random = SeededRandom(seed: Soak.seed)
        let seeds = [
            "{\(Self.whole),\"token_endpoint_auth_methods_supported\":[\"none\",\"private_key_jwt\"],\"jwks\":{\"keys\":[{\"kty\":\"EC\"}]}}",
            "{\(Self.whole),\"grant_types\":[\"authorization_code\"],\"scope\":\"tools\",\"client_name\":\"é\"}",
        ].map { Array($0.utf8) }
        let pieces = [
            "\"client_id\":", "\"client_secret\":\"x\",", "null", "[[", "{\"d\":1}", "\\u0000", "\u{202e}",
        ]
        for round in 0..<(Soak.isOn ? 2_000_000 : 5_000) {
            var body = seeds[Int.random(in: 0..<seeds.count, using: &random)]
            for _ in 0..<Int.random(in: 0...4, using: &random) {
                let place = Int.random(in: 0...body.count, using: &random)
                switch Int.random(in: 0...3, using: &random) {
                case 0 where place < body.count: body[place] = UInt8.random(in: 0...255, using: &random)
                case 1 where place < body.count: body.remove(at: place)
                case 2: body.removeSubrange(min(place, body.count)...)
                default:
                    let piece = pieces[Int.random(in: 0..<pieces.count, using: &random)]
                    body.insert(contentsOf: piece.utf8, at: place)
                }
            }
            guard let client = try? read(body) else { continue }
            #expect(client.id.rawValue == Self.url, "seed \(Soak.seed), round \(round)")
            let document = try #require(try JSONValue.parse(body).object)
            #expect(document["client_secret"] == nil || document["client_secret"] == .null)
            #expect(client.metadata.authenticationMethods.allSatisfy { !$0.hasSecret })
        }
    }
}
