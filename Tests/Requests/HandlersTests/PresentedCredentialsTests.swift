import Cryptography
import Endpoint
import OAuthCore
import OAuthModel
import Testing
import WireText

@testable import Handlers

@Suite("credentials of a client (RFC 6749 §2.3.1)")
struct PresentedCredentialsTests {
    private func basic(_ pair: String) -> (String, String) {
        ("Authorization", "Basic " + Base64.encode(Array(pair.utf8)))
    }

    private func presented(_ body: String, _ fields: (String, String)...) throws -> [String?] {
        switch try EndpointRequest.post(body, fields).presented() {
        case nil: []
        case .none(let id)?: [id.rawValue, nil, "none"]
        case .secretBasic(let id, let secret)?: [id.rawValue, secret.shown, "client_secret_basic"]
        case .secretPost(let id, let secret)?: [id.rawValue, secret.shown, "client_secret_post"]
        case .assertion(let assertion)?: [assertion.client.rawValue, nil, "private_key_jwt"]
        }
    }

    @Test("stand in the header or in the form, or the client names itself alone, or nobody is named")
    func places() throws {
        #expect(try presented("", basic("id:secret")) == ["id", "secret", "client_secret_basic"])
        #expect(try presented("client_id=id", basic("id:secret")) == ["id", "secret", "client_secret_basic"])
        #expect(try presented("client_id=id&client_secret=s") == ["id", "s", "client_secret_post"])
        #expect(try presented("client_id=id") == ["id", nil, "none"])
        #expect(try presented("grant_type=x") == [])
        #expect(try presented("client_id=id", ("Authorization", "Bearer x")) == ["id", nil, "none"])
    }

    @Test("of the header are form-encoded, and the scheme is written in any case with any blanks")
    func spelling() throws {
        #expect(try presented("", basic("a%3Ab:c%20d+e")) == ["a:b", "c d e", "client_secret_basic"])
        #expect(try presented("", basic("id:a:b")) == ["id", "a:b", "client_secret_basic"])
        let pair = Base64.encode(Array("id:secret".utf8))
        for line in ["basic \(pair)", "BASIC  \(pair)", "Basic \(pair) "] {
            #expect(try presented("", ("Authorization", line)).first == "id", "\(line)")
        }
    }

    @Test("an empty secret in the header counts as none")
    func emptySecret() throws {
        #expect(try presented("", basic("id:")) == ["id", nil, "none"])
    }

    @Test("that come twice, or in two places that disagree, are refused")
    func contradictions() {
        func code(_ body: String, _ fields: (String, String)...) -> OAuthError.Code? {
            refusal { try EndpointRequest.post(body, fields).presented() }
        }
        #expect(code("client_id=a&client_id=a") == .invalidRequest)
        #expect(code("client_id=a&client_secret=s&client_secret=s") == .invalidRequest)
        #expect(code("client_id=a&client_secret=s", basic("a:s")) == .invalidRequest)
        #expect(code("client_id=b", basic("a:s")) == .invalidRequest)
        #expect(code("", basic("a:s"), basic("a:s")) == .invalidRequest)
    }

    @Test("a refusal has a challenge where Basic was tried, and another scheme is not Basic")
    func tried() throws {
        func tries(_ line: String) -> Bool {
            EndpointRequest.post("", [("Authorization", line)]).triesBasic
        }
        #expect(tries("basic") && tries("Basic !") && tries(basic("a:s").1))
        #expect(!tries("Basically a:s") && !tries("Bearer x") && !EndpointRequest.post("").triesBasic)
        #expect(try presented("client_id=id", ("Authorization", "Basically a:s")) == ["id", nil, "none"])
    }

    @Test(
        "that can't be read are a failed authentication, not a client without any",
        arguments: ["Basic", "Basic !", "Basic bm9jb2xvbg==", "Basic OnNlY3JldA==", "Basic JTp4"])
    func malformed(line: String) {
        #expect(
            refusal { try EndpointRequest.post("", [("Authorization", line)]).presented() } == .invalidClient)
    }
}
