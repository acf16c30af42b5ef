import Endpoint
import JSON
import OAuthCore
import OAuthModel
import Storage

/// Answers for programs: JSON with a newline at its end, never cached (RFC 6749 §5.1).
extension EndpointResponse {
    static func json(_ status: Int, _ body: JSONObject) -> EndpointResponse {
        json(status, JSONValue.object(body).serialized() + [0x0a])
    }

    static func json(_ status: Int, _ body: [UInt8]) -> EndpointResponse {
        EndpointResponse(status: status, headers: jsonHeaders, body: body)
    }

    /// The one place that gives an error its status (RFC 6749 §5.2, RFC 7591 §3.2.2).
    static func error(
        _ error: OAuthError, challenge: Bool = false, status: Int? = nil, retryAfter: Duration = .seconds(1)
    ) -> EndpointResponse {
        var response = self.error(
            status ?? self.status(error.code), error.code.rawValue, error.description
        ).adding(unsniffed)
        if challenge && response.status == 401 {
            response.headers.add("WWW-Authenticate", "Basic realm=\"mcp-auth\", charset=\"UTF-8\"")
        }
        if response.status == 503 { response.headers.add("Retry-After", "\(retryAfter.secondsToWait)") }
        response.cause = error.logText
        response.isAlarming = error.isAlarming
        return response
    }

    /// A store that is not there is an outage and nothing else: told as `invalid_grant`, it would make clients throw their tokens away.
    static func outage(_ failure: StoreError) -> EndpointResponse {
        let error =
            switch failure {
            case .unavailable(let reason):
                OAuthError(
                    .temporarilyUnavailable, "the server can't reach its store; try again in a moment",
                    cause: "store unavailable: \(reason)")
            case .full(let reason, _):
                OAuthError(
                    .temporarilyUnavailable, "the server has no room for this; try again later",
                    cause: "no room: \(reason)")
            }
        return .error(error, retryAfter: failure.retryAfter)
    }

    private static func limited(_ rate: Rate, wait: Duration) -> EndpointResponse {
        error(
            429, tooManyRequests, "too many refreshes with one grant; try again later",
            cause: "over the limit of \(rate.count) refreshes with one grant"
        ).adding(unsniffed).limited(to: rate.count, seconds: wait.secondsToWait)
    }

    /// The answer to whatever a step of answering threw.
    static func failure(_ error: any Error, challenge: Bool = false) -> EndpointResponse {
        switch RequestFailure(error) {
        case .refused(let error): .error(error, challenge: challenge)
        case .limited(let rate, let wait): .limited(rate, wait: wait)
        case .store(let error): .outage(error)
        }
    }

    private static func status(_ code: OAuthError.Code) -> Int {
        switch code {
        case .invalidClient: 401
        case .temporarilyUnavailable: 503
        case .serverError: 500
        case .invalidRequest, .invalidGrant, .unauthorizedClient, .unsupportedGrantType,
            .unsupportedResponseType,
            .invalidScope, .accessDenied, .invalidRedirectURI, .invalidClientMetadata, .invalidTarget,
            .loginRequired,
            .consentRequired:
            400
        }
    }
}

extension OAuthError {
    /// What the operator's log says of a refusal.
    var logText: String { code.rawValue + ": " + (cause ?? description) }
}

private let unsniffed = HeaderBlock(["X-Content-Type-Options": "nosniff"])
private let jsonHeaders = HeaderBlock.json.adding(unsniffed)
