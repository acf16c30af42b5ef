import OAuthModel

private let day = Duration.seconds(86_400)

extension Decoding {
    func tokens(_ field: Field?) -> TokenSettings {
        var reader = field?.mapping(such: "{ access_token: 1h }") ?? .absent("'tokens'", self)
        let code = reader.take("authorization_code")?.duration(.seconds(1) ... .seconds(600))
        let pending = reader.take("pending_authorization")?.duration(.seconds(10)...day)
        let access = reader.take("access_token")
        let accessLifetime = access?.duration(.seconds(1)...day * 30) ?? .seconds(3600)
        let attempts = reader.take("code_attempts")?.integer(in: 1...100)
        let refresh = refreshToken(reader.take("refresh_token"))
        reader.finish()
        if let access, accessLifetime > day {
            access.warning(
                .lifetimes, "an access token that lives longer than a day is long in the hands of a thief",
                remedy: access.write("1h").because("clients refresh by themselves"))
        }
        return TokenSettings(
            authorizationCode: code ?? .seconds(60), pendingAuthorization: pending ?? .seconds(600),
            accessToken: accessLifetime, refreshTokenIdle: refresh.idle,
            refreshTokenAbsolute: refresh.absolute,
            rotation: refresh.rotation, rotationRate: refresh.rate, refreshStoreWait: refresh.storeWait,
            codeAttempts: attempts ?? 5)
    }

    private func refreshToken(_ field: Field?) -> (
        idle: Duration, absolute: Duration, rotation: RotationMode, rate: Rate?, storeWait: Duration
    ) {
        var reader = field?.mapping(such: "{ rotation: replay }") ?? .absent("'refresh_token'", self)
        let idleField = reader.take("idle")
        let idle = idleField?.duration(.seconds(1)...DurationText.longest)
        let absolute = reader.take("absolute")?.duration(.seconds(1)...DurationText.longest)
        let mode = reader.take("rotation")?.choice(of: RotationWord.self) ?? .replay
        let windowField = reader.take("window")
        let window = windowField?.duration(.seconds(1) ... .seconds(600)) ?? .seconds(30)
        let rate =
            reader.take("rate")?.rate(hint: "such as 30/1m for thirty a minute with one grant, or none")
            ?? .rate(Rate(count: 30, period: .seconds(60)))
        // Well below the time that a request may take.
        let storeWait = reader.take("store_wait")?.duration(.zero ... .seconds(20)) ?? .seconds(5)
        reader.finish()
        if mode == .strict, let windowField {
            findings.warning(
                .uselessKey, "'window' is ignored: with rotation strict there is none",
                at: windowField.keySpan,
                remedy: windowField.remove(called: "window").or("write rotation: grace or rotation: replay"))
        }
        let absoluteLifetime = absolute ?? day * 90
        let idleLifetime = idle ?? min(day * 30, absoluteLifetime)
        if let idleField, idleLifetime > absoluteLifetime {
            idleField.error(
                .lifetimes, "'idle' is longer than 'absolute' (\(DurationText.render(absoluteLifetime)))",
                remedy: idleField.write(DurationText.render(absoluteLifetime)).because(
                    "a refresh token expires after 'absolute', whether it is used or not"))
        }
        return (idleLifetime, absoluteLifetime, mode.rotation(window), rate.rate, storeWait)
    }
}

private enum RotationWord: String, CaseIterable {
    case strict
    case grace
    case replay

    func rotation(_ window: Duration) -> RotationMode {
        switch self {
        case .strict: .strict
        case .grace: .grace(window)
        case .replay: .replay(window)
        }
    }
}
