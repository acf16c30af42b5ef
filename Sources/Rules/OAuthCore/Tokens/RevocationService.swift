package import OAuthModel
package import Storage
package import WireText

/// Ends tokens at their client's wish (RFC 7009).
package struct RevocationService: Sendable {
    private let grants: any GrantStore
    private let vault: Vault
    private let sessions: UpstreamSessions
    private let recent: RecentGrants

    package init(
        grants: any GrantStore, vault: Vault, sessions: UpstreamSessions, recent: RecentGrants
    ) {
        self.grants = grants
        self.sessions = sessions
        self.recent = recent
        self.vault = vault
    }

    /// A refresh token ends its grant and every access token of it, an access token ends alone (§2.1). The token says of itself
    /// what it is, so that a wrong hint does no harm. A token that is unknown, or another client's, is left as it is, and the
    /// client can't tell the difference (§2.2). One that was ended a moment ago is answered when that lasts.
    package func revoke(_ text: WireText, by client: Client) async throws(StoreError) -> Decided<Void> {
        guard let token = OpaqueToken(.refreshToken, text) ?? OpaqueToken(.accessToken, text) else {
            return Decided((), .revoked(Revoked(what: .unknown, client: client)))
        }
        let key = vault.grantKey(token.handle)
        let (revocation, flow) = try await revoke(token, of: key, by: client)
        switch revocation {
        case .grant, .accessToken: break
        case .unknown, .foreign: try await grants.confirm(key)
        }
        return Decided(
            (), .revoked(Revoked(what: revocation, client: client)), in: flow ?? recent.flow(of: key))
    }

    /// The flow is that of the record, where it says so.
    private func revoke(
        _ token: OpaqueToken, of key: GrantKey, by client: Client
    ) async throws(StoreError) -> (Revocation, FlowID?) {
        let digest = vault.digest(token.secret)
        switch token.kind {
        case .refreshToken:
            guard let stored = try await grants.load(refreshToken: digest, of: key),
                let grant: GrantedAccess = vault.open(stored.record, under: token.secret)
            else { return (.unknown, nil) }
            guard grant.clientID == client.id else { return (.foreign, grant.flow) }
            // First: who is told that it failed comes again, as long as there is the grant.
            try await sessions.forget(grant, key)
            guard try await grants.revoke(key) else { return (.unknown, grant.flow) }
            recent.noteEnd(of: key)
            return (.grant, grant.flow)
        case .accessToken:
            guard let stored = try await grants.load(accessToken: digest, of: key),
                let bytes = vault.open(stored, under: token.secret, as: .accessToken),
                let record = AccessTokenRecord(bytes: bytes)
            else { return (.unknown, nil) }
            guard record.belongs(to: client.id) else { return (.foreign, nil) }
            guard try await grants.revoke(accessToken: digest, of: key) else { return (.unknown, nil) }
            recent.noteEnd(of: digest)
            return (.accessToken, nil)
        case .authorizationCode: return (.unknown, nil)
        }
    }
}

package enum Revocation: String, Sendable {
    case grant
    case accessToken
    case unknown
    case foreign
}
