import OAuthModel
import RouteManifest

extension Rule {
    /// What clients may do, and how they say who they are.
    static let offers: [Rule] = [
        Rule("grant-types") { old, new in
            let (before, after) = (old.manifest.grantTypes, new.manifest.grantTypes)
            guard before != after else { return [] }
            return [
                Difference(
                    rule: "grant-types", subject: "grant_types", before: before.map(\.rawValue).listed,
                    after: after.map(\.rawValue).listed,
                    effects: before.filter { !after.contains($0) }.flatMap(lost)
                        + after.filter { !before.contains($0) }.flatMap(won))
            ]
        },
        Rule("token-endpoint-auth-methods") { old, new in
            let (before, after) = (old.manifest.authenticationMethods, new.manifest.authenticationMethods)
            guard before != after else { return [] }
            return [
                Difference(
                    rule: "token-endpoint-auth-methods", subject: "token_endpoint_auth_methods",
                    before: before.map(\.rawValue).listed, after: after.map(\.rawValue).listed,
                    effects: before.filter { !after.contains($0) }.map {
                        .clients(
                            $0 == .none
                                ? "a client without a secret is refused when it registers; who registered so before keeps it"
                                : "can't register with \($0.rawValue) any more; who registered so before keeps it"
                        )
                    }
                        + after.filter { !before.contains($0) }.map {
                            .clients(
                                $0 == .none
                                    ? "may register without a secret" : "may register with \($0.rawValue)")
                        })
            ]
        },
        .value(
            "token_endpoint_as_audience", \.manifest.tokenEndpointAsAudience, shown: { "\($0)" },
            effects: { _, new in
                [
                    .clients(
                        new
                            ? "may sign for the URL of the token endpoint as well as for the issuer"
                            : "are refused who sign for the URL of the token endpoint, as ChatGPT does, instead of for the issuer"
                    )
                ]
            }),
    ]

    private static func lost(_ type: GrantType) -> [Effect] {
        if type == .refreshToken {
            return [
                .clients("are given no refresh tokens, and those that they have are refused"),
                .people("log in again whenever an access token has ended"),
            ]
        }
        if type == .authorizationCode {
            return [
                .clients("can't redeem authorization codes any more (unsupported_grant_type)"),
                .people("can't log in any more"),
            ]
        }
        return [.clients("can't use the grant \(type.rawValue) any more (unsupported_grant_type)")]
    }

    private static func won(_ type: GrantType) -> [Effect] {
        [
            .clients(
                type.isOpen
                    ? "may use the grant \(type.rawValue)"
                    : "may use the grant \(type.rawValue), where the manifest lists it for them")
        ]
    }
}
