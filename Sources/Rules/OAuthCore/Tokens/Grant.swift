import OAuthModel

/// What is special in a grant type (RFC 6749 §4). What all of them have in common is a step of ``TokenService``, so that none can forget it.
///
/// Each step throws what it has: an `OAuthError`, what the store says, or a ``RequestFailure``.
protocol Grant: Sendable {
    /// What a request shows for itself, read and looked up.
    associatedtype Evidence: Sendable

    var type: GrantType { get }

    /// Finds out what the request entitles its client to, and proves it. Changes nothing but the count of failures.
    func claim(_ request: TokenRequest) async throws -> Claim<Evidence>

    /// What to answer when the request asks for more than it is entitled to: that, unless what it shows is worse.
    func refusal(
        _ error: OAuthError, of evidence: Evidence, in request: TokenRequest
    ) async throws -> any Error

    /// A last look, before tokens are made for nothing.
    func admit(_ evidence: Evidence, _ request: TokenRequest) async throws

    /// Brings the tokens to the store, together with what they cost, in one atomic step of it.
    func issue(
        _ tokens: MintedTokens, for evidence: Evidence, _ request: TokenRequest
    ) async throws -> TokenResponse
}

extension Grant {
    func refusal(_ error: OAuthError, of evidence: Evidence, in request: TokenRequest) -> any Error { error }

    func admit(_ evidence: Evidence, _ request: TokenRequest) {}
}

/// What came of looking at a request.
enum Claim<Evidence: Sendable>: Sendable {
    case granted(Entitlement, Evidence)
    /// Nothing that is this client's. Why is found out only for one that may use the grant at all.
    case nothing(because: @Sendable () async throws -> OAuthError)

    var access: GrantedAccess? {
        guard case .granted(let entitlement, _) = self else { return nil }
        return entitlement.access
    }
}

/// The most that a client may be given tokens for.
struct Entitlement: Sendable {
    let access: GrantedAccess
    /// Which all tokens of the grant have in common.
    let handle: [UInt8]

    /// `nil` when it was granted to another client.
    init?(_ access: GrantedAccess, handle: [UInt8], to client: Client) {
        guard access.clientID == client.id else { return nil }
        self.access = access
        self.handle = handle
    }
}
