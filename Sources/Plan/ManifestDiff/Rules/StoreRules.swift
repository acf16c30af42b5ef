import RouteManifest

extension Rule {
    /// Where everything is kept.
    static let store: [Rule] = [
        .value(
            "store", { $0.manifest.store }, shown: { $0.place { $0 } },
            effects: { old, new in
                guard old.isElsewhere(than: new) else { return [] }
                return [
                    .operators(
                        old.folder == nil
                            ? "what is stored is kept from now on"
                            : new.folder == nil
                                ? "everything is forgotten at every stop"
                                : "what is stored stays where it is; mcp-auth store copy takes it from the embedded store to Redis, or back"
                    ),
                    .clients(
                        "registrations and tokens are unknown, unless what is stored is brought along"),
                ]
            })
    ]
}
