import RouteManifest
import Router

extension Rule {
    static let issuer: [Rule] = [
        .value(
            "server.issuer", { $0.plan.issuer.text }, shown: { $0 },
            effects: { old, new in
                [
                    .clients(
                        "the issuer is another: every client has to be set up again, for clients compare it letter for letter and keep what they know under it"
                    ),
                    .clients(
                        "what is stored is kept: registrations and tokens of a client that goes on using them are good"
                    ),
                    .resourceServers(
                        "have to name \(new) as their authorization server, and to reach it there"),
                    .resourceServers(
                        "tokens that are issued from now on have it as iss; those of before have \(old) until they end"
                    ),
                    .people("log in once more, at \(new)"),
                ]
            })
    ]
}
