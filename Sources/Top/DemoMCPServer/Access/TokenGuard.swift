import Endpoint
import JSON
import WireText

/// Lets a request in or says why not.
struct TokenGuard: Sendable {
    let verdicts: TokenVerdicts
    let resourceMetadata: String

    enum Admission: Sendable {
        case admitted(TokenClaims)
        case refused(DemoAnswer)
    }

    func decide(_ headers: HeaderFields) async -> Admission {
        switch BearerToken.presented(in: headers) {
        case .none: .refused(challenge(nil, "send an access token as a Bearer token", .tokenAsked))
        case .malformed:
            .refused(
                challenge(.invalidToken, "this is not an access token", .tokenUnreadable))
        case .ambiguous:
            .refused(
                challenge(.invalidRequest, "send one Authorization field", .tokenAmbiguous))
        case .token(let token): decide(await verdicts.verdict(on: token))
        }
    }

    /// The scope named is what was granted and what is missing: some clients ask next time for exactly what
    /// stands here.
    func insufficientScope(_ needed: [String], of claims: TokenClaims) -> DemoAnswer {
        challenge(
            .insufficientScope, "the token lacks a scope that this call needs",
            scope: claims.scope.compactMap(\.ascii) + needed.filter { !claims.grants($0) },
            .scopeMissing(needed: needed), of: claims)
    }

    private func decide(_ verdict: TokenVerdict) -> Admission {
        switch verdict {
        case .active(let claims) where claims.grants(DemoScope.mcp): .admitted(claims)
        case .active(let claims): .refused(insufficientScope([DemoScope.mcp], of: claims))
        case .refused(let objection):
            .refused(
                challenge(
                    .invalidToken, "the access token is unknown, expired, revoked or for another resource",
                    .tokenRefused(objection)))
        case .unavailable(let failure): .refused(Answer.unavailable(failure))
        }
    }

    private func challenge(
        _ code: BearerChallenge.Code?, _ description: String, scope: [String] = [DemoScope.mcp],
        _ decision: DemoDecision, of caller: TokenClaims? = nil
    ) -> DemoAnswer {
        let challenge = BearerChallenge(
            code: code, description: description, resourceMetadata: resourceMetadata, scope: scope)
        var body = JSONObject.error(code?.rawValue, description)
        body["resource_metadata"] = .string(resourceMetadata)
        return Answer.json(
            status: code?.status ?? 401, body, headers: HeaderBlock(["WWW-Authenticate": challenge.value]),
            decision, for: caller)
    }
}
