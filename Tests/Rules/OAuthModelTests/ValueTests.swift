import OAuthModel
import Testing
import WireText

@Suite("values of the RFCs")
struct ValueTests {
    @Test(
        "a scope that opens nothing is completed by another one, and any other stays as it is",
        arguments: [
            ("", "mcp"), ("offline_access", "mcp offline_access"), ("mcp:admin", "mcp:admin"),
            ("mcp offline_access", "mcp offline_access"), ("OFFLINE_ACCESS", "OFFLINE_ACCESS"),
        ])
    func completion(text: String, completed: String) throws {
        let scope = try #require(Scope(text))
        #expect(scope.completed(by: try #require(Scope("mcp"))).text == completed)
    }

    @Test(
        "the origin of a resource is its scheme, host and port, as clients normalise them",
        arguments: [
            ("https://a.example", "https://A.EXAMPLE:443/x?y", true),
            ("http://a.example:8080/", "http://a.example:8080/mcp", true),
            ("https://a.example", "http://a.example", false),
            ("https://a.example", "https://a.example:8443", false),
            ("https://a.example", "https://b.example", false),
        ])
    func origin(one: String, other: String, isSame: Bool) throws {
        let one = try #require(ResourceIndicator(one))
        #expect(one.hasOrigin(of: try #require(ResourceIndicator(other))) == isSame)
    }

    @Test(
        "a resource is under another where that ends between two segments of its path",
        arguments: [
            ("https://a/mcp", true), ("https://a", true), ("HTTPS://A:443/", true), ("https://a/mcp/", true),
            ("https://a/mc", false), ("https://a/mcp/x", false), ("https://a/MCP", false),
            ("http://a/mcp", false), ("https://a:444", false), ("https://b", false),
        ])
    func isUnder(_ base: String, _ expected: Bool) throws {
        let resource = try #require(ResourceIndicator("https://a/mcp"))
        #expect(resource.isUnder(try #require(ResourceIndicator(base))) == expected)
    }

    @Test("a parameter without a value counts as omitted, but as repeated when it is (RFC 6749 §3.1)")
    func parameters() throws {
        let parameters = try #require(RequestParameters(query: "a=1&b=&c&a=2&d=%C3%BC+x&&e=%2B"))
        #expect(parameters["a"] == "1")
        #expect(parameters.all("a") == ["1", "2"])
        #expect(parameters["b"] == nil)
        #expect(parameters.contains("c"))
        #expect(parameters["d"] == "ü x")
        #expect(parameters["e"] == "+")
        #expect(parameters.repeated == ["a"])
        #expect(try #require(RequestParameters(query: "b=&b=")).repeated == ["b"])
    }

    @Test("broken encoding is no form", arguments: ["a=%", "a=%4", "a=%zz", "%=1", "a=%ff", "a=%+1"])
    func brokenForms(text: String) {
        #expect(RequestParameters(query: text) == nil)
    }

    @Test("256 parameters are read, and one more is too many, however short or long they are")
    func parameterLimit() throws {
        let fields = (1...256).map { "p\($0)=\($0)" }.joined(separator: "&")
        for text in [fields, fields + "&", "&&" + fields + "&&&"] {
            let read = try #require(RequestParameters(query: text))
            #expect(read["p1"] == "1")
            #expect(read["p256"] == "256")
        }
        #expect(RequestParameters(query: fields + "&x") == nil)
        #expect(RequestParameters(query: fields + "&p1=1") == nil)
        #expect(RequestParameters(query: String(repeating: "a&", count: 10_000)) == nil)
        #expect(try #require(RequestParameters(query: String(repeating: "&", count: 1000)))["a"] == nil)
    }

    @Test("a name is its bytes: one that only looks the same is another, and is not repeated (RFC 6749 §3.1)")
    func names() throws {
        let parameters = try #require(RequestParameters(query: "scope%CC%81=1&scope=2&%E1%B9%95=3&p%CC%81=4"))
        #expect(parameters["scope"] == "2")
        #expect(parameters.repeated.isEmpty)
        #expect(try #require(RequestParameters(query: "%65=1&e=2")).repeated == ["e"])
    }

    @Test("a name that is longer than any of OAuth's is ignored, however often it comes (RFC 6749 §3.1)")
    func longNames() throws {
        let long = String(repeating: "n", count: 65)
        let parameters = try #require(RequestParameters(query: "\(long)=1&a=2&\(long)=3"))
        #expect(parameters.repeated.isEmpty)
        #expect(parameters["a"] == "2")
        #expect(
            try #require(RequestParameters(query: "\(long.dropLast())=1&\(long.dropLast())=2")).repeated.count
                == 1)
    }

    @Test(
        "of a form, no byte of a name is compared more than twenty times",
        arguments: [
            // Equivalent in front, different at the end.
            (0..<256).map { String(repeating: "%CC%81", count: 15) + "\($0 + 1000)=" }.joined(separator: "&"),
            // One name of combining marks.
            String(repeating: "%CC%81%CC%A3", count: 5000) + "=1",
            (0..<256).map { _ in String(repeating: "%CC%81", count: 31) + "=" }.joined(separator: "&"),
            (0..<256).map { String(repeating: "a", count: 60) + "\($0)=" }.joined(separator: "&"),
            (0..<256).map { String(repeating: "a", count: 250) + "\($0)=" }.joined(separator: "&"),
        ])
    func comparisons(form: String) throws {
        let meter = ComparisonMeter()
        try ComparisonMeter.$current.withValue(meter) {
            let parameters = try #require(RequestParameters(query: form))
            for _ in 1...10 { _ = parameters["code_challenge_method"] }
        }
        #expect(meter.count <= 20 * form.utf8.count)
    }

    @Test(
        "times beyond all measure are as far away as can be counted, and no arithmetic with them ends the process"
    )
    func times() {
        let ends = [Timestamp(milliseconds: .min), Timestamp(milliseconds: .max)]
        #expect(Timestamp(seconds: .max) == ends[1])
        #expect(Timestamp(seconds: .min) == ends[0])
        for time in ends + [Timestamp(seconds: 0)] {
            for duration in [Duration.seconds(Int64.max), .seconds(Int64.min), .milliseconds(Int64.max)] {
                let moved = time.advanced(by: duration)
                #expect(duration > .zero ? moved >= time : moved <= time)
                #expect((duration.secondsToWait >= 1) && (duration.milliseconds > 0) == (duration > .zero))
            }
            for other in ends { _ = time.since(other).milliseconds }
        }
        #expect(Duration.milliseconds(1).secondsToWait == 1)
        #expect(Duration.milliseconds(1001).secondsToWait == 2)
        #expect(Duration.seconds(2).secondsToWait == 2)
        #expect(Duration.milliseconds(-5).secondsToWait == 1)
        #expect(Duration.milliseconds(-1500).milliseconds == -1500)
    }

    @Test("a scope is a set: order and repetition don't matter (RFC 6749 §3.3)")
    func scopes() throws {
        let scope = try #require(Scope("b a  b"))
        #expect(scope == Scope("a b"))
        #expect(scope.text == "b a")
        #expect(scope.isSubset(of: try #require(Scope("a b c"))))
        #expect(Scope("a\"b") == nil)
        #expect(Scope("a\\b") == nil)
        #expect(Scope("ü") == nil)
        #expect(Scope("")?.isEmpty == true)
    }

    @Test(
        "resources are the same when they differ in what libraries normalise (RFC 8707 §2)",
        arguments: [
            ("HTTP://LocalHost:3232/mcp", "http://localhost:3232/mcp", true),
            ("https://a.example:443/mcp", "https://a.example/mcp", true),
            ("https://a.example", "https://a.example/", true),
            ("https://a.example/mcp/", "https://a.example/mcp", false),
            ("https://a.example/MCP", "https://a.example/mcp", false),
            ("https://a.example:444/", "https://a.example/", false),
            ("http://a.example:443/", "http://a.example/", false),
        ])
    func resources(left: String, right: String, same: Bool) throws {
        let one: ResourceIndicator = try #require(ResourceIndicator(left))
        let other: ResourceIndicator = try #require(ResourceIndicator(right))
        #expect((one == other) == same)
    }

    @Test(
        "a resource is absolute and has no fragment (RFC 8707 §2)",
        arguments: ["/mcp", "https://a/#f", "urn:x", "https:///x"])
    func noResource(text: String) {
        #expect(ResourceIndicator(text) == nil)
    }

    @Test("a challenge has 43 to 128 characters of base64url, a verifier of the unreserved (RFC 7636 §4)")
    func proofKeys() {
        for (length, isRight) in [(42, false), (43, true), (128, true), (129, false)] {
            #expect((CodeChallenge(rawValue: String(repeating: "a", count: length)) != nil) == isRight)
            #expect((CodeVerifier(rawValue: String(repeating: "~", count: length)) != nil) == isRight)
        }
        #expect(CodeChallenge(rawValue: String(repeating: ".", count: 43)) == nil)
        #expect(CodeVerifier(rawValue: String(repeating: "+", count: 43)) == nil)
    }

    @Test("times at the ends of what can be said don't overflow")
    func extremes() {
        let (first, last) = (Timestamp(milliseconds: .min), Timestamp(milliseconds: .max))
        #expect(last.since(first) == .milliseconds(Int64.max))
        #expect(first.since(last) == .milliseconds(Int64.min))
        #expect(last.advanced(by: .seconds(1)) == last)
        #expect(first.since(first) == .zero)
    }

    @Test("seconds on the wire are whole and rounded down")
    func time() {
        #expect(Timestamp(milliseconds: 1_999).seconds == 1)
        #expect(Timestamp(seconds: 1).advanced(by: .milliseconds(1500)).milliseconds == 2500)
        #expect(Timestamp(seconds: 5).since(Timestamp(seconds: 3)) == .seconds(2))
        #expect(Timestamp(milliseconds: .max).advanced(by: .seconds(1)) == Timestamp(milliseconds: .max))
    }

    @Test("a secret does not print itself")
    func secret() {
        let secret = SecretText(text: "hunter2")
        #expect("\(secret)" == "(secret)")
        #expect(String(reflecting: secret) == "(secret)")
        var dumped = ""
        dump(secret, to: &dumped)
        #expect(!dumped.contains("hunter2"))
    }
}
