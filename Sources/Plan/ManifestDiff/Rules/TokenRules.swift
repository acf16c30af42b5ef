import OAuthModel
import RouteManifest
import StrictYAML

extension Rule {
    /// How long things live, and what a second use of them means.
    static let tokens: [Rule] = [
        .lifetime("tokens.authorization_code", \.authorizationCode) {
            [.clients("an authorization code is good for \($1) instead of \($0)")]
        },
        .lifetime("tokens.pending_authorization", \.pendingAuthorization) {
            [.people("have \($1) instead of \($0) for consent and login together")]
        },
        .lifetime("tokens.access_token", \.accessToken) {
            [
                .clients(
                    "access tokens live \($1) instead of \($0); those that are out keep their time")
            ]
        },
        .lifetime("tokens.refresh_token.idle", \.refreshToken) {
            [
                .clients(
                    "a refresh token that is given out from now on is dead when unused for \($1) instead of \($0)"
                )
            ]
        },
        .lifetime("tokens.refresh_token.absolute", \.grant) {
            [.people("have to log in again \($1) instead of \($0) after a login, from the next login on")]
        },
        .value(
            "tokens.refresh_token.rotation", { $0.manifest.tokens.reuse.word }, shown: { $0 },
            effects: { _, new in [.clients(reuse(new))] }),
        .value(
            "tokens.refresh_token.window", { $0.manifest.tokens.reuse.window },
            shown: { $0 == .zero ? nil : DurationText.render($0) },
            effects: { old, new in
                old == .zero || new == .zero
                    ? []
                    : [
                        .clients(
                            "a refresh token that was used is answered for \(DurationText.render(new)) instead of \(DurationText.render(old))"
                        )
                    ]
            }),
        .rate("tokens.refresh_token.rate", \.rotationRate) {
            .clients("one login may be refreshed \($1) instead of \($0)")
        },
        .lifetime("tokens.refresh_token.store_wait", \.refreshStoreWait) {
            [.clients("a refresh waits \($1) instead of \($0) for a store that is away, before it fails")]
        },
        .rate("tokens.client_credentials.rate", \.clientRate) {
            .clients("one client may ask for tokens of its own \($1) instead of \($0)")
        },
        .value(
            "tokens.client_credentials.max_grants", { $0.manifest.tokens.maximumClientGrants },
            shown: { "\($0)" },
            effects: { old, new in
                [.clients("\(new) instead of \(old) tokens that a client got for itself are good at a time")]
            }),
        .value(
            "tokens.code_attempts", { $0.manifest.tokens.codeAttempts }, shown: { "\($0)" },
            effects: { old, new in
                [.clients("an authorization code is dead after \(new) instead of \(old) wrong verifiers")]
            }),
    ]

    private static func lifetime(
        _ subject: String, _ path: any KeyPath<TokenPolicy, Duration> & Sendable,
        effects: @escaping @Sendable (_ old: String, _ new: String) -> [Effect]
    ) -> Rule {
        .value(
            subject, { $0.manifest.tokens[keyPath: path] }, shown: { DurationText.render($0) },
            effects: { effects(DurationText.render($0), DurationText.render($1)) })
    }

    private static func rate(
        _ subject: String, _ path: any KeyPath<TokenPolicy, Rate?> & Sendable,
        effect: @escaping @Sendable (_ old: String, _ new: String) -> Effect
    ) -> Rule {
        .value(
            subject, { $0.manifest.tokens[keyPath: path] }, shown: { $0?.text ?? "none" },
            effects: { old, new in
                [effect(old?.text ?? "as often as it likes", new?.text ?? "as often as it likes")]
            })
    }

    private static func reuse(_ word: String) -> String {
        switch word {
        case RefreshReuse.strict.word: "a refresh token that is used twice ends the login at once"
        case RefreshReuse.grace(.zero).word: "a refresh token stays good for a moment after its first use"
        default: "a refresh token that is used twice within the window gets the same answer again"
        }
    }
}
