import Support
import Testing

/// That every log is searched when its server ends is a matter of ``TestServer``; here is what is found.
@Suite("no secret stands in a log")
struct LogSecretTests {
    @Test("what goes over the wire in a login is known, and found however it is spelled")
    func search() async throws {
        try await TestServer.run { server in
            let client = try await TestClient.register(server, method: "client_secret_basic")
            let browser = Browser(server)
            let consent = try await browser.open(client.authorizePath())
            let fields = try Form(consent, having: ("decision", "approve")).fields
            let tokens = try Tokens(await client.redeem(try await client.code()))
            let cookies = browser.cookieNames.compactMap(browser.cookie)
            let secrets =
                [tokens.access, tokens.refresh, client.secret, fields["csrf"], fields["request"]].compactMap(
                    \.self)
                + cookies + [TestClient.verifier]
            #expect(!cookies.isEmpty && secrets.count == 6 + cookies.count)
            for secret in secrets {
                #expect(server.secrets.found(in: "a line with \(secret) in it") == [secret], "\(secret)")
            }
            for state in [clientState, "xyz & %C3%BC=1", percentEncode(clientState)] {
                #expect(server.secrets.found(in: "state=\(state)") == [clientState])
            }
            #expect(server.secrets.found(in: "a token mat_unseen_by_anybody") == ["mat_unseen_by_anybody"])
            #expect(server.secrets.found(in: "a token mat_*** of \(client.id)").isEmpty)
        }
    }
}
