import Endpoint
import OAuthModel
import Testing
import WireText

@testable import Handlers

@Suite("forms of the OAuth endpoints")
struct OAuthFormTests {
    @Test(
        "are of one media type, in any case and with any parameter (RFC 6749 §3.2, RFC 9110 §8.3.1)",
        arguments: [
            "application/x-www-form-urlencoded", "Application/X-WWW-Form-Urlencoded",
            "application/x-www-form-urlencoded; charset=utf-8",
            "application/x-www-form-urlencoded ;charset=x",
        ])
    func types(type: String) throws {
        #expect(try OAuthForm(.post("token=t", type: type)).parameters["token"] == "t")
    }

    @Test(
        "of another type, of two at once or of none are refused, and it is said what came instead",
        arguments: [
            ("application/json", "application/json"), (nil, "not said"), ("", ""),
            ("application/x-www-form-urlencodedx", "application/x-www-form-urlencodedx"),
            (
                "application/x-www-form-urlencoded, application/json",
                "application/x-www-form-urlencoded, application/json"
            ),
        ])
    func otherTypes(type: String?, told: String) throws {
        let error = try #require(throws: OAuthError.self) { try OAuthForm(.post("token=t", type: type)) }
        #expect(error.code == .invalidRequest)
        #expect(error.description.contains(told), "\(error.description)")
    }

    @Test("whose type stands on two lines have none")
    func twoTypes() {
        let twice = EndpointRequest.post(
            "token=t", [("Content-Type", "application/x-www-form-urlencoded")])
        #expect(refusal { try OAuthForm(twice) } == .invalidRequest)
    }

    @Test("that are broken are refused as a whole", arguments: ["token=%", "token=%zz", "token=t&x=%ff"])
    func broken(body: String) {
        #expect(refusal { try OAuthForm(.post(body)) } == .invalidRequest)
    }

    @Test("what must be there is there once, and not empty (RFC 6749 §3.1)")
    func required() throws {
        let missing = OAuthError(TokenReason.codeUnknown)
        func code(_ body: String) -> OAuthError.Code? {
            refusal { try OAuthForm(.post(body)).required("token", or: missing) }
        }
        #expect(try OAuthForm(.post("token=a+b%21")).required("token", or: missing) == "a b!")
        #expect(code("other=t") == .invalidGrant)
        #expect(code("token=") == .invalidGrant)
        #expect(code("token=t&token=t") == .invalidRequest)
        #expect(code("token=t&token=") == .invalidRequest)
    }
}
