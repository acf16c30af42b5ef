import OAuthModel
import RouteManifest
import StrictYAML

extension Rule {
    /// What clients that register themselves may ask for.
    static let registration: [Rule] = [
        .value(
            "registration.schemes", { $0.manifest.registration.redirectURIs.schemes.sorted() },
            shown: \.listed,
            effects: { old, new in
                old.filter { !new.contains($0) }.map {
                    .clients("can't register redirect URIs of the scheme \($0) any more")
                }
                    + new.filter { !old.contains($0) }.map {
                        .clients("may register redirect URIs of the scheme \($0)")
                    }
            }),
        .value(
            "registration.reverse_domain_schemes",
            { $0.manifest.registration.redirectURIs.allowsReverseDomainSchemes }, shown: { "\($0)" },
            effects: { _, new in
                [
                    .clients(
                        new
                            ? "may register redirect URIs such as com.example.app:/… without a listing"
                            : "can't register redirect URIs such as com.example.app:/… unless they are listed"
                    )
                ]
            }),
        .value(
            "registration.unused_lifetime", { $0.manifest.registration.unusedLifetime },
            shown: { DurationText.render($0) },
            effects: { _, new in
                [
                    .clients(
                        "a registration is forgotten when it is unused for \(DurationText.render(new)), from its next use on"
                    )
                ]
            }),
        .value(
            "registration.max_clients", { $0.manifest.registration.maximumClients }, shown: { "\($0)" },
            effects: { _, new in [.operators("\(new) registrations are kept at most")] }),
    ]
}
