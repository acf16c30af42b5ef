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
        for entitlement: Entitlement, scope: Scope, resources: [ResourceIndicator], isRefreshed: Bool
    ) throws(StoreError) -> MintedTokens {
        MintedTokens(
            accessToken: try accessToken(entitlement, scope, resources),
            refreshToken: isRefreshed ? try refreshToken(entitlement) : nil, scope: scope,
            resources: resources)
    }

    private func accessToken(
        _ entitlement: Entitlement, _ scope: Scope, _ resources: [ResourceIndicator]
    ) throws(StoreError) -> MintedTokens.Token {
        let token = OpaqueToken(.accessToken, handle: entitlement.handle, random: vault.random)
        let record = AccessTokenRecord(
            issuer: configuration.issuer, tokenID: Base64URL.encode(vault.random.bytes(12)),
            grant: entitlement.access, scope: scope, resources: resources)
        let sealed = try vault.seal(record.bytes, under: token.secret, as: .accessToken)
        return (
            token.text,
            NewToken(
                digest: vault.digest(token.secret), record: sealed,
                lifetime: configuration.tokens.accessToken)
        )
    }

    private func refreshToken(_ entitlement: Entitlement) throws(StoreError) -> MintedTokens.Token {
        let token = OpaqueToken(.refreshToken, handle: entitlement.handle, random: vault.random)
        return (
            token.text,
            NewToken(
                digest: vault.digest(token.secret),
                record: try vault.seal(entitlement.access, under: token.secret),
                lifetime: configuration.tokens.refreshToken)
        )
    }
}

/// Tokens that no store knows yet.
struct MintedTokens: Sendable {
    typealias Token = (text: String, new: NewToken)

    let accessToken: Token
    let refreshToken: Token?
    let scope: Scope
    let resources: [ResourceIndicator]

    /// Once they are stored.
    func response(_ validity: IssuedValidity) -> TokenResponse {
        TokenResponse(
            accessToken: accessToken.text, refreshToken: refreshToken?.text,
            lifetime: validity.accessToken.lifetime, scope: scope)
    }
}
