import Cryptography
import OAuthModel
import Storage
import WireText

/// Makes the tokens of one grant: the text for the client, the digest and the sealed record for the store.
struct TokenMint: Sendable {
    let configuration: CoreConfiguration
    let vault: Vault

    /// - Parameter isRefreshed: There is a refresh token, too.
    func tokens(
        of type: GrantType, for entitlement: Entitlement, _ request: TokenRequest, scope: Scope,
        resources: [ResourceIndicator], isRefreshed: Bool
    ) throws(StoreError) -> MintedTokens {
        let now = vault.clock.now
        // Where nothing can be refreshed, nothing outlives the access token.
        let lifetime = type.isRefreshed ? configuration.tokens.grant : configuration.tokens.accessToken
        let beginning = GrantedAccess.Beginning(
            at: now, endsAt: now.advanced(by: lifetime), method: request.method)
        let access = entitlement.access.begun(beginning)
        let summary = GrantSummaryRecord(
            access: access, begunAt: access.beginning?.at ?? now,
            refreshed: type.begins ? nil : (at: now, from: request.address))
        let key = vault.grantKey(entitlement.handle)
        return MintedTokens(
            key: key, accessToken: try accessToken(access, entitlement.handle, scope, resources),
            refreshToken: isRefreshed ? try refreshToken(access, entitlement.handle) : nil,
            grantLifetime: lifetime,
            summary: try vault.summary(summary, of: key), scope: scope,
            resources: resources)
    }

    private func accessToken(
        _ access: GrantedAccess, _ handle: [UInt8], _ scope: Scope, _ resources: [ResourceIndicator]
    ) throws(StoreError) -> MintedTokens.Token {
        let token = OpaqueToken(.accessToken, handle: handle, random: vault.random)
        let record = AccessTokenRecord(
            issuer: configuration.issuer, tokenID: Base64URL.encode(vault.random.bytes(12)),
            grant: access, scope: scope, resources: resources)
        let lifetime = configuration.tokens.accessToken
        let sealed = try vault.seal(
            Array(record.bytes), under: token.secret, as: .accessToken, for: lifetime)
        return (
            token.text, NewToken(digest: vault.digest(token.secret), record: sealed, lifetime: lifetime)
        )
    }

    private func refreshToken(
        _ access: GrantedAccess, _ handle: [UInt8]
    ) throws(StoreError) -> MintedTokens.Token {
        let token = OpaqueToken(.refreshToken, handle: handle, random: vault.random)
        let lifetime = configuration.tokens.refreshToken
        let sealed = try vault.seal(access, under: token.secret, for: lifetime)
        return (
            token.text, NewToken(digest: vault.digest(token.secret), record: sealed, lifetime: lifetime)
        )
    }
}

/// Tokens that no store knows yet.
struct MintedTokens: Sendable {
    typealias Token = (text: String, new: NewToken)

    /// Of their grant.
    let key: GrantKey
    let accessToken: Token
    let refreshToken: Token?
    let grantLifetime: Duration
    let summary: GrantSummary
    let scope: Scope
    let resources: [ResourceIndicator]

    /// Of a grant that is given its first tokens.
    var issued: IssuedTokens {
        IssuedTokens(
            accessToken: accessToken.new, refreshToken: refreshToken?.new, grantLifetime: grantLifetime)
    }

    /// Once they are stored.
    func response(_ validity: IssuedValidity, _ way: IssuingWay) -> TokenResponse {
        TokenResponse(
            accessToken: accessToken.text, refreshToken: refreshToken?.text,
            lifetime: validity.accessToken.lifetime, scope: scope, way: way)
    }
}
