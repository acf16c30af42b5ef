import OAuthModel

private let day = Duration.seconds(86_400)

extension Decoding {
    func tokens(_ field: Field?) -> TokenPolicy {
        var policy = TokenPolicy()
        var reader = field?.mapping(such: "{ access_token: 1h }") ?? .absent("'tokens'", self)
        policy.authorizationCode =
            reader.take("authorization_code")?.duration(.seconds(1) ... .seconds(600))
            ?? policy.authorizationCode
        policy.pendingAuthorization =
            reader.take("pending_authorization")?.duration(.seconds(10)...day) ?? policy.pendingAuthorization
        let access = reader.take("access_token")
        policy.accessToken = access?.duration(.seconds(1)...day * 30) ?? policy.accessToken
        policy.codeAttempts = reader.take("code_attempts")?.integer(in: 1...100) ?? policy.codeAttempts
        refreshToken(reader.take("refresh_token"), &policy)
        clientCredentials(reader.take("client_credentials"), &policy)
        reader.finish()
        if let access, policy.accessToken > day {
            access.warning(
                .lifetimes, "an access token that lives longer than a day is long in the hands of a thief",
                remedy: access.write("1h").because("clients refresh by themselves"))
        }
        return policy
    }

    private func clientCredentials(_ field: Field?, _ policy: inout TokenPolicy) {
        var reader = field?.mapping(such: "{ rate: 30/1m }") ?? .absent("'client_credentials'", self)
        let rate = reader.take("rate")?.rate(
            hint: "such as 30/1m for thirty a minute with one client, or none")
        if let rate { policy.clientRate = rate.rate }
        policy.maximumClientGrants =
            reader.take("max_grants")?.integer(in: 1...100_000) ?? policy.maximumClientGrants
        reader.finish()
    }

    private func refreshToken(_ field: Field?, _ policy: inout TokenPolicy) {
        var reader = field?.mapping(such: "{ rotation: replay }") ?? .absent("'refresh_token'", self)
        let idle = reader.take("idle")
        let idleLifetime = idle?.duration(.seconds(1)...DurationText.longest)
        policy.grant = reader.take("absolute")?.duration(.seconds(1)...DurationText.longest) ?? policy.grant
        policy.refreshToken = idleLifetime ?? min(policy.refreshToken, policy.grant)
        let rotation = reader.take("rotation")
        let windowField = reader.take("window")
        let window = windowField?.duration(.seconds(1) ... .seconds(600)) ?? policy.reuse.window
        let reuses: [RefreshReuse] = [.strict, .grace(window), .replay(window)]
        policy.reuse =
            rotation?.choice(among: reuses.map(\.word)) { word in reuses.first { $0.word == word } }
            ?? .replay(window)
        let rate = reader.take("rate")?.rate(
            hint: "such as 30/1m for thirty a minute with one grant, or none")
        if let rate { policy.rotationRate = rate.rate }
        // Well below the time that a request may take.
        policy.refreshStoreWait =
            reader.take("store_wait")?.duration(.zero ... .seconds(20)) ?? policy.refreshStoreWait
        reader.finish()
        if policy.reuse == .strict, let windowField {
            findings.warning(
                .uselessKey, "'window' is ignored: with rotation strict there is none",
                at: windowField.keySpan,
                remedy: windowField.remove(called: "window").or("write rotation: grace or rotation: replay"))
        }
        if let idle, policy.refreshToken > policy.grant {
            let absolute = DurationText.render(policy.grant)
            idle.error(
                .lifetimes, "'idle' is longer than 'absolute' (\(absolute))",
                remedy: idle.write(absolute).because(
                    "a refresh token expires after 'absolute', whether it is used or not"))
        }
    }
}
