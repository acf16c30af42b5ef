import Endpoint
import JSON
import WireText

/// Lets a request in or says why not.
struct TokenGuard: Sendable {
    let verdicts: TokenVerdicts
    let resourceMetadata: String

    enum Decision: Sendable {
        case admitted(TokenClaims)
        case refused(EndpointResponse)
    }

    func decide(_ headers: HeaderFields) async -> Decision {
        switch BearerToken.presented(in: headers) {
        case .none: .refused(challenge(nil, "send an access token as a Bearer token", cause: "no token"))
        case .malformed:
            .refused(
                challenge(
                    .invalidToken, "this is not an access token",
                    cause: "the token has characters that no token has"))
        case .ambiguous:
            .refused(
                challenge(
                    .invalidRequest, "send one Authorization field", cause: "several authorization fields"))
        case .token(let token): decide(await verdicts.verdict(on: token))
        }
    }

    /// The scope named is what was granted and what is missing: some clients ask next time for exactly what
    /// stands here.
    func insufficientScope(_ needed: [String], of claims: TokenClaims) -> EndpointResponse {
        challenge(
            .insufficientScope, "the token lacks a scope that this call needs",
            scope: claims.scope.compactMap(\.ascii) + needed.filter { !claims.grants($0) },
            cause: "the token lacks the scope \(needed.joined(separator: " "))")
    }

    private func decide(_ verdict: TokenVerdict) -> Decision {
        switch verdict {
        case .active(let claims) where claims.grants(DemoScope.mcp): .admitted(claims)
        case .active(let claims): .refused(insufficientScope([DemoScope.mcp], of: claims))
        case .refused(let cause):
            .refused(
                challenge(
                    .invalidToken, "the access token is unknown, expired, revoked or for another resource",
                    cause: cause))
        case .unavailable(let failure): .refused(Answer.unavailable(failure))
        }
    }

    private func challenge(
        _ code: BearerChallenge.Code?, _ description: String, scope: [String] = [DemoScope.mcp], cause: String
    ) -> EndpointResponse {
        let challenge = BearerChallenge(
            code: code, description: description, resourceMetadata: resourceMetadata, scope: scope)
        var body = JSONObject.error(code?.rawValue, description)
        body["resource_metadata"] = .string(resourceMetadata)
        return Answer.json(
            status: code?.status ?? 401, body, headers: HeaderBlock(["WWW-Authenticate": challenge.value]),
            cause: cause)
    }
}
