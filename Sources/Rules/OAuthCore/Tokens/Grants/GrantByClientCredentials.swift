import Cryptography
import OAuthModel
import Storage

/// `grant_type=client_credentials` (RFC 6749 §4.4): a client that acts for itself, and not for a person.
///
/// It is given what its own list of scopes has and never the defaults, which stand for what a person is asked; and there is no refresh
/// token (§4.4.3), since it can ask again. Its grants are bounded in number: each request makes one, and nobody would miss the oldest.
struct GrantByClientCredentials: Grant {
    let type = GrantType.clientCredentials
    let policy: TokenPolicy
    let configuration: CoreConfiguration
    let store: any GrantStore
    let vault: Vault
    let limit: IssueLimit<ClientID>?
    let recent: RecentGrants

    struct Evidence {
        let key: GrantKey
    }

    func claim(_ request: TokenRequest) async throws -> Claim<Evidence> {
        let own = request.client.metadata.scope?.tokens ?? []
        let scope = Scope(own.filter { $0 != .offlineAccess && configuration.knownScope.contains($0) })
        let handle = vault.random.bytes(OpaqueToken.handleLength)
        let access = GrantedAccess(
            clientID: request.client.id, owner: nil, scope: scope, resources: resources(request, scope),
            flow: FlowID(random: vault.random))
        guard let entitlement = Entitlement(access, handle: handle, to: request.client) else {
            return .nothing { OAuthError(ServerReason.failed) }
        }
        return .granted(entitlement, Evidence(key: vault.grantKey(handle)))
    }

    func admit(_ evidence: Evidence, _ request: TokenRequest) throws {
        if let limit, let wait = limit.wait(for: request.client.id) {
            throw RequestFailure.limited(
                IssueLimited(
                    reason: .clientTooOften, rate: limit.rate, wait: wait, client: request.client.id))
        }
    }

    func issue(
        _ tokens: MintedTokens, for evidence: Evidence, _ request: TokenRequest
    ) async throws -> TokenResponse {
        let validity = try await store.begin(evidence.key, issuing: tokens.issued, summary: tokens.summary)
        limit?.count(request.client.id)
        await endOldest(beside: evidence.key, under: tokens.summary.subject)
        return tokens.response(validity, .clientGranted)
    }

    /// The tokens exist: that others could not be ended is no reason to withhold them, and the next request tries again.
    private func endOldest(beside key: GrantKey, under index: IndexDigest) async {
        let keys = try? await store.oldest(under: index, beyond: policy.maximumClientGrants)
        for oldest in keys ?? [] where oldest != key {
            if (try? await store.revoke(oldest)) == true { recent.noteEnd(of: oldest) }
        }
    }

    /// Any of this server's when the request names some (RFC 8707 §2); else the first where the scope means something.
    private func resources(_ request: TokenRequest, _ scope: Scope) -> [ResourceIndicator] {
        let all = configuration.resources.map(\.indicator)
        guard request.parameters["resource"] == nil else { return all }
        let first = all.first { !configuration.part(of: scope, at: [$0]).opensNothing } ?? all.first
        return first.map { [$0] } ?? []
    }
}
