import OAuthModel
import RouteManifest
import StrictYAML

extension Rule {
    /// How one key of this server follows on another.
    static let keys: [Rule] = [
        .value(
            "keys.publish_ahead", { $0.manifest.keys.publishAhead }, shown: { DurationText.render($0) },
            effects: { old, new in
                [
                    .operators(
                        "a key that is rotated in from now on signs after \(DurationText.render(new)) instead of \(DurationText.render(old))"
                    )
                ]
            }),
        .value(
            "keys.publish_after", { $0.manifest.keys.publishAfter }, shown: { DurationText.render($0) },
            effects: { old, new in
                [
                    .resourceServers(
                        "a key that is rotated out from now on is published for \(DurationText.render(new)) instead of \(DurationText.render(old))"
                    )
                ]
            }),
    ]
}
