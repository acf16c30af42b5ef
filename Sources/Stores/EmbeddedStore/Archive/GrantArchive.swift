import OAuthModel
import Storage

extension Grant {
    /// In the words of every store; the spent tokens as the file has them.
    func archived(_ spent: [SpentToken], _ summary: GrantSummary?) -> ArchivedGrant {
        ArchivedGrant(
            endsAt: endsAt, summary: summary,
            code: code.map {
                ArchivedGrant.Code(
                    digest: $0.digest.secret, record: $0.record, failures: $0.failures,
                    isRedeemed: $0.isRedeemed)
            },
            accessTokens: accessTokens.map {
                ArchivedGrant.AccessToken(digest: $0.digest.secret, record: $0.record)
            },
            refreshTokens: refreshTokens.map {
                ArchivedGrant.RefreshToken(
                    digest: $0.digest.secret, record: $0.record,
                    use: .unspent(accessToken: $0.accessToken.secret))
            } + spent.map(\.archived))
    }

    init(_ archived: ArchivedGrant, number: Int64) {
        self.init(number: number, endsAt: archived.endsAt)
        code = archived.code.map {
            Code(
                digest: Digest($0.digest), record: $0.record, failures: $0.failures,
                isRedeemed: $0.isRedeemed)
        }
        accessTokens = archived.accessTokens.map {
            AccessToken(digest: Digest($0.digest), record: $0.record)
        }
        for token in archived.refreshTokens {
            switch token.use {
            case .unspent(let accessToken):
                refreshTokens.append(
                    RefreshToken(
                        digest: Digest(token.digest), record: token.record, accessToken: Digest(accessToken)))
            case .spent(let spentAt, let successor, let replay):
                spentCount += 1
                spentTokens.append(
                    SpentToken(
                        digest: Digest(token.digest), record: token.record, part: spentCount,
                        spentAt: spentAt, successor: Digest(successor),
                        replay: replay.map {
                            // Its access token was issued when the token was spent.
                            Replay(
                                sealed: $0.sealed,
                                accessToken: Validity(issuedAt: spentAt, expiresAt: $0.expiresAt))
                        }))
            }
        }
    }
}

extension Grant.SpentToken {
    fileprivate var archived: ArchivedGrant.RefreshToken {
        ArchivedGrant.RefreshToken(
            digest: digest.secret, record: record,
            use: .spent(
                at: spentAt, successor: successor.secret,
                replay: replay.map {
                    ArchivedGrant.Replay(sealed: $0.sealed, expiresAt: $0.accessToken.expiresAt)
                }))
    }
}

extension Digest {
    var secret: SecretDigest {
        SecretDigest(bytes: withUnsafeBytes(of: words) { Array($0) })
    }
}
