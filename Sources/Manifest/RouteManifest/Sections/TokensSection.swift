import OAuthModel
import StrictYAML

private let day = Duration.seconds(86_400)

/// Section `tokens`, with what is written of rates and rotation.
struct TokensDraft {
    var policy = TokenPolicy()
    fileprivate var idle: Duration?
    fileprivate var rotation = RefreshReuse.replay(.zero).word
    fileprivate var window = TokenPolicy().reuse.window
    fileprivate var rotationRate = WrittenRate(TokenPolicy().rotationRate)
    fileprivate var clientRate = WrittenRate(TokenPolicy().clientRate)
}

extension KeyList<TokensDraft> {
    static let tokens = KeyList(
        "'tokens'", example: "{ access_token: 1h }", for: "the token endpoint", untouched: TokensDraft()
    ) {
        Key(
            "authorization_code", .duration(.seconds(1) ... .seconds(600)), \.policy.authorizationCode,
            example: "60s",
            "How long a code is good, between the redirect to the client and its request for a token.")
        Key(
            "pending_authorization", .duration(.seconds(10)...day), \.policy.pendingAuthorization,
            example: "10m", "How long consent and login may take together.")
        Key(
            "access_token", .duration(.seconds(1)...day * 30), \.policy.accessToken, example: "1h",
            "How long an access token is good: `expires_in`. A short one makes clients refresh.")

        refreshToken
        clientCredentials
        Key(
            "code_attempts", .integer(1...100), \.policy.codeAttempts, example: "5",
            "Wrong PKCE verifiers before the code is dead.")
    } together: { draft, reader in
        guard draft.policy.accessToken > day, let access = reader.field("access_token") else { return }
        access.warning(
            .lifetimes, "an access token that lives longer than a day is long in the hands of a thief",
            remedy: access.write("1h").because("clients refresh by themselves"))
    }

    private static let refreshToken = Key<TokensDraft>(
        "refresh_token",
        KeyList(
            "'refresh_token'", example: "{ rotation: replay }", for: "the token endpoint",
            untouched: TokensDraft()
        ) {
            Key(
                "idle", .duration(lifetimes), \.idle, example: "30d",
                standing: "30d, and never more than `absolute`",
                "A refresh token that is not used for so long is dead.")
            Key(
                "absolute", .duration(lifetimes), \.policy.grant, example: "90d",
                "It is dead then in any case, and with it all that followed from the login.")
            Key(
                "rotation", .rotation, \.rotation, example: "replay",
                """
                Each use gives a new refresh token. What if the old one is shown again? strict: all tokens of the login are \
                revoked. grace: it stays good for the window. replay: within the window the same answer is given again, in case \
                the first one was lost.
                """)
            Key(
                "window", .duration(.seconds(1) ... .seconds(600)), \.window, example: "30s",
                "How long grace or replay last.")
            Key(
                "rate", .rate("with one grant"), \.rotationRate, example: "30/1m",
                "How often one login may be refreshed; `none` for no limit.")
            // Well below the time that a request may take.
            Key(
                "store_wait", .duration(.zero ... .seconds(20)), \.policy.refreshStoreWait, example: "5s",
                "How long a refresh waits for a store that is away before it fails; 0s: not at all.")
        } together: { draft, reader in
            let policy = draft.policy
            draft.policy.refreshToken = draft.idle ?? min(policy.refreshToken, policy.grant)
            draft.idle = draft.policy.refreshToken
            draft.policy.reuse = reuses(draft.window).first { $0.word == draft.rotation } ?? policy.reuse
            draft.policy.rotationRate = draft.rotationRate.rate
            if draft.policy.reuse == .strict, let window = reader.field("window") {
                window.warning(
                    .uselessKey, "'window' is ignored: with rotation strict there is none",
                    remedy: window.remove(called: "window").or("write rotation: grace or rotation: replay"),
                    at: window.keySpan)
            }
            if draft.policy.refreshToken > policy.grant, let idle = reader.field("idle") {
                let absolute = DurationText.render(policy.grant)
                idle.error(
                    .lifetimes, "'idle' is longer than 'absolute' (\(absolute))",
                    remedy: idle.write(absolute).because(
                        "a refresh token expires after 'absolute', whether it is used or not"))
            }
        }, \.self, "How long a login lasts, and what a second use of a refresh token means.")

    private static let clientCredentials = Key<TokensDraft>(
        "client_credentials",
        KeyList(
            "'client_credentials'", example: "{ rate: 30/1m }", for: "the token endpoint",
            untouched: TokensDraft()
        ) {
            Key(
                "rate", .rate("with one client"), \.clientRate, example: "30/1m",
                "How often one client may ask for a token of its own; `none` for no limit.")
            Key(
                "max_grants", .integer(1...100_000), \.policy.maximumClientGrants, example: "1000",
                "So many of one client's tokens are good at a time: one more ends the oldest.")
        } together: { draft, _ in
            draft.policy.clientRate = draft.clientRate.rate
        }, \.self,
        """
        Of clients that act for themselves, without a person. Their tokens live as long as access_token says, without a refresh.
        """)

    private static let lifetimes: ClosedRange<Duration> = .seconds(1)...DurationText.longest
}

private func reuses(_ window: Duration) -> [RefreshReuse] { [.strict, .grace(window), .replay(window)] }

extension ValueType<String> {
    fileprivate static var rotation: ValueType {
        let words = reuses(.zero).map(\.word)
        return ValueType(.word(words)) {
            $0
        } read: { field in
            field.choice(among: words) { words.contains($0) ? $0 : nil }
        }
    }
}
