import Endpoint
import JSON
import OAuthModel
import Router
import Testing

@Suite("the metadata document (RFC 8414 §3)")
struct MetadataDocumentTests {
    @Test("it is JSON with a line end, may be cached, and has a strong validator")
    func answer() throws {
        let answer = try CompiledRouter().answer("GET", metadataPath)
        #expect(answer.status == 200)
        #expect(answer.header("content-type") == "application/json")
        #expect(answer.header("cache-control") == "public, max-age=300")
        let tag = try #require(answer.header("etag"))
        #expect(tag.wholeMatch(of: /"[A-Za-z0-9_-]{22}"/) != nil)
        #expect(answer.text.hasSuffix("}\n"))
        let document = try JSONValue.parse(Array(answer.text.utf8))
        #expect(document == (try PlanCase(everyKind).plan()).metadata.json)
    }

    @Test(
        "no member is null and no list is empty (RFC 8414 §3.2)",
        arguments: [
            "#! shipped", everyKind, "#! shipped\n#! disable authorize",
            "version: 1\nroutes: { metadata: { path: /.well-known/oauth-authorization-server, handler: oauth.metadata } }",
        ])
    func absentMeansAbsent(manifest: String) throws {
        let document = try JSONValue.parse(
            Array(CompiledRouter(manifest: manifest).answer("GET", metadataPath).text.utf8))
        for (name, value) in try #require(document.object).members {
            #expect(value != .null && value != .array([]), "\(name)")
        }
    }

    @Test("HEAD has the same answer; that its body stays here is the transport's part")
    func head() throws {
        let router = try CompiledRouter()
        #expect(try router.answer("HEAD", metadataPath).wire == router.answer("GET", metadataPath).wire)
    }

    @Test("neither Host nor forwarding header fields change it")
    func hostIsIgnored() throws {
        let router = try CompiledRouter()
        let forged = try router.answer(
            "GET", metadataPath,
            ["Host": "evil.example", "X-Forwarded-Host": "evil.example", "X-Forwarded-Proto": "https"])
        #expect(try forged.wire == router.answer("GET", metadataPath).wire)
    }

    @Test("with `cache: none` it may not be kept")
    func uncached() throws {
        let router = try CompiledRouter(manifest: everyKind.replacing("cache: 5m", with: "cache: none"))
        #expect(try router.answer("GET", metadataPath).header("cache-control") == "no-store")
    }

    @Test("the validator changes with the document and with nothing else")
    func validator() throws {
        func tag(_ manifest: String) throws -> String? {
            try CompiledRouter(manifest: manifest).answer("GET", metadataPath).header("etag")
        }
        #expect(try tag(everyKind) == tag(everyKind.replacing("cache: 5m", with: "cache: 6m")))
        #expect(try tag(everyKind) != tag(everyKind.replacing("enabled: false", with: "enabled: true")))
    }

    @Test(
        "If-None-Match that names the validator is answered 304, weak or not, alone or in a list (RFC 9110 §13.1.2)",
        arguments: [
            "TAG", "W/TAG", "*", #""other", TAG"#, #"W/"other",W/TAG"#, #" "a,b" ,  TAG"#, #"TAG, "other""#,
            #",TAG,"#,
        ])
    func notModified(condition: String) throws {
        let router = try CompiledRouter()
        let full = try router.answer("GET", metadataPath)
        let tag = try #require(full.header("etag"))
        for method in ["GET", "HEAD"] {
            let answer = try router.answer(
                method, metadataPath, ["If-None-Match": condition.replacing("TAG", with: tag)])
            #expect(answer.status == 304)
            #expect(answer.text.isEmpty)
            #expect(answer.header("etag") == tag)
            #expect(answer.header("cache-control") == full.header("cache-control"))
            #expect(answer.header("content-type") == nil)
        }
    }

    @Test(
        "any other If-None-Match is answered in full",
        arguments: [
            #""other""#, "", "BARE", #""BARE"#, #"w/TAG"#, #"W/ TAG"#, #""x*""#, "**", #"other TAG"#,
            #""other, BARE""#,
        ])
    func modified(condition: String) throws {
        let router = try CompiledRouter()
        let tag = try #require(try router.answer("GET", metadataPath).header("etag"))
        let value = condition.replacing("TAG", with: tag).replacing("BARE", with: tag.dropFirst().dropLast())
        #expect(try router.answer("GET", metadataPath, ["If-None-Match": value]).status == 200)
    }

    @Test("conditions on several lines are one list (RFC 9110 §5.3)")
    func severalLines() throws {
        let router = try CompiledRouter()
        let tag = try #require(try router.answer("GET", metadataPath).header("etag"))
        let answer = try router.answer(
            "GET", metadataPath, ["If-None-Match": #""other""#, "if-none-match": tag])
        #expect(answer.status == 304)
    }

    @Test("members stand in one order, and what is not set is not there")
    func members() {
        var metadata = AuthorizationServerMetadata(issuer: "https://a.example")
        #expect(metadata.json == ["issuer": "https://a.example"])
        metadata.serviceDocumentation = "https://a.example/docs"
        metadata.revocationEndpoint = "https://a.example/revoke"
        metadata.authorizationResponseIssParameterSupported = false
        metadata.scopesSupported = ["b", "a"]
        #expect(
            String(decoding: metadata.json.serialized(), as: UTF8.self)
                == #"{"issuer":"https://a.example","revocation_endpoint":"https://a.example/revoke","scopes_supported":["b","a"],"#
                + #""authorization_response_iss_parameter_supported":false,"service_documentation":"https://a.example/docs"}"#
        )
    }
}
