package import OAuthModel

/// Why an upstream does not say who it is.
package enum UpstreamRefusal: Error, CaseIterable, Sendable {
    /// The person turned back.
    case denied
    /// What came back is neither a code nor a denial.
    case noCode
    /// The upstream knows nothing of this code: it was never made, or it was used, or it took too long.
    case unknownCode

    /// What the person is told, or the client where it is the answer to its request.
    package var error: OAuthError {
        switch self {
        case .denied: OAuthError(LoginReason.loginDenied)
        case .noCode: OAuthError(LoginReason.loginCodeMissing)
        case .unknownCode: OAuthError(LoginReason.loginUnconfirmed)
        }
    }

    /// Whether it answers the client's request, as the person's own no does. Any other is told here, and the request goes on waiting.
    var isAnswer: Bool {
        switch self {
        case .denied: true
        case .noCode, .unknownCode: false
        }
    }
}
