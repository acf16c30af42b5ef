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
        return response
    }

    fileprivate static func limited(_ limited: IssueLimited) -> EndpointResponse {
        error(429, tooManyRequests, "\(limited.reason.description)").adding(unsniffed)
            .limited(to: limited.rate.count, seconds: limited.wait.secondsToWait)
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

extension DecidedAnswer {
    /// The refusal of a program.
    ///
    /// - Parameter status: In the place of the one that the error's code has.
    static func refusal(_ error: OAuthError, challenge: Bool = false, status: Int? = nil) -> DecidedAnswer {
        DecidedAnswer(
            .error(error, challenge: challenge, status: status), .refused(error), in: error.flow)
    }

    /// The answer to whatever a step of answering threw.
    static func failure(_ error: any Error, challenge: Bool = false) -> DecidedAnswer {
        switch RequestFailure(error) {
        case .refused(let error): return .refusal(error, challenge: challenge)
        case .limited(let limited):
            return DecidedAnswer(.limited(limited), .limited(limited), in: limited.flow)
        case .store(let failure):
            let error = OAuthError(failure, full: ServerReason.storeFull)
            return DecidedAnswer(.error(error, retryAfter: failure.retryAfter), .refused(error))
        }
    }
}

extension OAuthError {
    /// A store that is not there is an outage and nothing else: told as `invalid_grant`, it would make clients throw their tokens away.
    init(_ failure: StoreError, full: ServerReason) {
        switch failure {
        case .unavailable(let reason): self.init(ServerReason.storeAway, facts: [Fact("store", reason)])
        case .full(let reason, _): self.init(full, facts: [Fact("store", reason)])
        }
    }
}

private let unsniffed = HeaderBlock(["X-Content-Type-Options": "nosniff"])
private let jsonHeaders = HeaderBlock.json.adding(unsniffed)
