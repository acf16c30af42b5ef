import JSON
import OAuthCore
import OAuthModel
import Providers
import Support
import Testing
import Upstreams
import Web
import WireText

@Suite(
    "what GitHub puts on the wire",
    .enabled(if: RecordedProvider.folder != nil, Comment(rawValue: RecordedProvider.missing)))
struct RecordedGitHubTests {
    private let clock = MovableClock()

    private struct Recorded {
        let file: RecordedProvider
        let wire: RecordedWire
        let login: TestLogin
        let token: String
    }

    private func make() throws -> Recorded {
        let file = try RecordedProvider("github")
        let wire = RecordedWire()
        func address(_ name: String, _ source: String) throws -> String {
            try #require(try file.fact("endpoints", name, source: source).string?.shown)
        }
        let user = try address("user", "/user: ")
        let (emails, orgs) = (try address("emails", "/user/emails"), try address("orgs", "/user/orgs"))
        let token = try address("token_endpoint", "flow, token answers")
        let settings = try presetSettings(
            "github", "kind: github, allow: { organizations: [github] }", clientID: "Iv1.madeup")
        let written = WrittenProvider(
            authorization: try address("authorization_endpoint", "flow, token answers"), token: token,
            userinfo: user, issuer: try address("iss_parameter_value", "iss: "),
            further: [FurtherClaims(name: "emails", url: emails), FurtherClaims(name: "orgs", url: orgs)])
        #expect(settings.endpoints == .written(written))
        wire.put(try file.fact("userinfo", "/user", source: "/user: "), at: user)
        wire.put(try file.fact("userinfo", "/user/emails", source: "/user/emails"), at: emails)
        wire.put(try file.fact("userinfo", "/user/orgs", source: "/user/orgs"), at: orgs)
        return Recorded(file: file, wire: wire, login: TestLogin(settings, wire, clock), token: token)
    }

    private func answer(_ query: String) throws -> UpstreamAnswer {
        let parameters = try #require(RequestParameters(query: query))
        return try #require(UpstreamAnswer(parameters))
    }

    /// A recorded answer: status, type and body as they were.
    private func recorded(_ answer: JSONValue) throws -> FetchedAnswer {
        let status = try #require(answer["status"]?.integer.map(Int.init))
        if let body = answer["body"]?.object { return .json(.object(body), status: status) }
        let isForm = answer["headers"]?["Content-Type"] == "application/x-www-form-urlencoded"
        return .text(try #require(answer["body"]?.string).shown, isForm ? .form : .json, status: status)
    }

    @Test(
        "tokens come in JSON or as a form, and who it is stands in three documents",
        arguments: ["accept_json", "default_form"])
    func login(_ form: String) async throws {
        let github = try make()
        github.wire.put(
            try recorded(try github.file.fact("token_success_raw", form, source: "flow, token answers")),
            at: github.token)
        // Since August 2026 its redirect carries iss, which it has not announced anywhere.
        for name in ["authorize_success", "authorize_success_before_2026"] {
            let query = try #require(try github.file.fact(name, "query", source: "iss: ").string?.shown)
            _ = try await github.login.finish(try answer(query)).get()
        }
        let claims = try #require(github.login.identified.all.last)
        #expect(claims["id"] == 1 && claims["login"] == "alice-example")
        #expect(claims["emails"]?.array?.count == 2 && claims["orgs"]?.array?.count == 2)
    }

    @Test("iss of another is refused")
    func foreignIssuer() async throws {
        let github = try make()
        guard
            case .failure(let refusal) = await github.login.finish(
                try answer("code=made-up-code&state=STATE&iss=https%3A%2F%2Fgithub.com"))
        else {
            Issue.record("it was taken")
            return
        }
        expect(refusal.error, .answerIssuerForeign, "https://github.com/login/oauth")
    }

    @Test("errors have status 200, in JSON or as a form")
    func errors() async throws {
        let github = try make()
        let errors = try #require(try github.file.fact("token_errors", source: "token errors").array)
        let kept = UpstreamTokens(
            upstream: github.login.provider.settings.name, accessToken: SecretText(text: "gho_madeup"),
            refreshToken: SecretText(text: "ghr_madeup"))
        var seen: Set<String> = []
        for error in errors {
            github.wire.put(try recorded(error), at: github.token)
            guard
                case .failure(let refusal) = await github.login.finish(
                    try answer("code=made-up-code&state=STATE"))
            else {
                Issue.record("\(error)")
                continue
            }
            let code = try #require(refusal.error.facts.first { $0.name == "error" }?.value)
            seen.insert(code)
            let isSpent = ["bad_verification_code", "bad_refresh_token"].contains(code)
            expect(refusal.error, isSpent ? .upstreamCodeRefused : .tokensRefused, "200")
            guard case .failure(let failure) = await github.login.provider.refresh(kept) else {
                Issue.record("\(error)")
                continue
            }
            if case .ended = failure { #expect(isSpent) } else { #expect(!isSpent) }
        }
        #expect(
            seen == [
                "bad_verification_code", "incorrect_client_credentials", "redirect_uri_mismatch",
                "unverified_user_email", "bad_refresh_token", "authorization_pending", "slow_down",
            ])
    }

    @Test("errors of the browser are told; the person's own no goes to the client")
    func authorizeErrors() async throws {
        let github = try make()
        let errors = try #require(
            try github.file.fact("authorize_errors", source: "authorize errors").array)
        for error in errors {
            let query = try #require(error["query"]?.string?.shown)
            guard case .failure(let refusal) = await github.login.finish(try answer(query)) else {
                Issue.record("\(query)")
                continue
            }
            let isOwn = query.hasPrefix("error=access_denied")
            #expect(
                refusal.error.reason.name
                    == (isOwn ? LoginReason.loginDenied.name : UpstreamReason.answerRefused.name))
        }
        #expect(errors.count == 3)
    }

    @Test("a document that the token doesn't reach ends the login")
    func documents() async throws {
        let github = try make()
        github.wire.put(
            try recorded(
                try github.file.fact("token_success_raw", "accept_json", source: "flow, token answers")),
            at: github.token)
        github.wire.put(
            .json(["message": "Requires authentication"], status: 403), at: "https://api.github.com/user/orgs"
        )
        guard
            case .failure(let refusal) = await github.login.finish(
                try answer("code=made-up-code&state=STATE"))
        else {
            Issue.record("it was taken")
            return
        }
        expect(refusal.error, .userinfoAway, "https://api.github.com/user/orgs", "403")
    }
}
