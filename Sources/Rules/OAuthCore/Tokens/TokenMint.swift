import Cryptography
import OAuthModel
import Storage
import WireText

/// Makes the tokens of one grant: the text for the client, the digest and the sealed record for the store.
struct TokenMint: Sendable {
    let configuration: CoreConfiguration
    let vault: Vault

    func accessToken(
        handle: [UInt8], for grant: GrantedAccess, scope: Scope, resources: [ResourceIndicator]
    ) throws(StoreError) -> (text: String, new: NewToken) {
        let token = OpaqueToken(.accessToken, handle: handle, random: vault.random)
        let record = AccessTokenRecord(
            issuer: configuration.issuer, tokenID: Base64URL.encode(vault.random.bytes(12)), grant: grant,
            scope: scope,
            resources: resources)
        let sealed = try vault.seal(record.bytes, under: token.secret, as: .accessToken)
        return (
            token.text,
            NewToken(
                digest: vault.digest(token.secret), record: sealed,
                lifetime: configuration.tokens.accessToken)
        )
    }

    func refreshToken(
        handle: [UInt8], for grant: GrantedAccess
    ) throws(StoreError) -> (text: String, new: NewToken) {
        let token = OpaqueToken(.refreshToken, handle: handle, random: vault.random)
        return (
            token.text,
            NewToken(
                digest: vault.digest(token.secret), record: try vault.seal(grant, under: token.secret),
                lifetime: configuration.tokens.refreshToken)
        )
    }
}
