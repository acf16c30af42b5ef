import OAuthModel
import RouteManifest
import StrictYAML
import WireText

extension Rule {
    /// Who vouches for people.
    static let upstream: [Rule] =
        [
            .value(
                "upstream", { $0.manifest.upstream == nil ? nil : "fake" }, shown: { $0 },
                effects: { _, new in
                    [
                        .people(
                            new == nil
                                ? "the fake login is gone" : "everybody is who they say they are"
                        )
                    ]
                })
        ] + settings.map { $0.given { $0.fake != nil } }

    private static let settings: [Rule] = [
        .presence(
            "upstream-user", of: "upstream.users", { $0.fake?.users ?? [] }, key: { $0.subject.rawValue },
            shown: \.name.shown,
            added: { [.people("can be \($0.name.shown)")] },
            removed: { [.people("\($0.name.shown) can't be chosen any more; logins that are there go on")] }),
        .entry(
            "upstream-user-name", of: "upstream.users", { $0.fake?.users ?? [] },
            key: { $0.subject.rawValue },
            member: "name", { $0.name }, shown: \.shown,
            effects: { _, old, new in [.people("\(old.shown) is called \(new.shown), from the next login on")]
            }),
        .value(
            "upstream.auto_approve", { $0.fake?.autoApprove }, shown: { $0.map { "\($0)" } },
            effects: { old, new in
                switch new {
                case true?: [.people("nobody is asked: consent and login finish by themselves")]
                case false? where old == true: [.people("are asked for consent, and log in")]
                default: []
                }
            }),
        .value(
            "upstream.session", { $0.fake?.session }, shown: { $0.map { DurationText.render($0) } },
            effects: { _, new in
                new.map { [.people("a login at the upstream lasts \(DurationText.render($0))")] } ?? []
            }),
    ]
}

extension Side {
    fileprivate var fake: FakeUpstreamSettings? {
        if case .fake(let settings) = manifest.upstream { settings } else { nil }
    }
}
