import RouteManifest

extension Rule {
    /// Where everything is kept.
    static let store: [Rule] = [
        .value(
            "store", { $0.manifest.store }, shown: { $0.place { $0 } },
            effects: { old, new in
                guard old.moved(to: new) else { return [] }
                return [
                    .operators(
                        old == .memory
                            ? "what is stored is kept from now on"
                            : new == .memory
                                ? "everything is forgotten at every stop"
                                : "what is stored stays where it is; mcp-auth store copy takes it from the embedded store to Redis, or back"
                    ),
                    .clients(
                        "registrations and tokens are unknown, unless what is stored is brought along"),
                ]
            })
    ]
}

extension StoreChoice {
    /// Records are sought elsewhere; else only how they are kept is another.
    fileprivate func moved(to other: StoreChoice) -> Bool {
        switch (self, other) {
        case (.redis(let old), .redis(let new)):
            old.target != new.target || old.keyPrefix != new.keyPrefix
        default: self != other
        }
    }
}
