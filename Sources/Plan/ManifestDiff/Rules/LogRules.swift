import RouteManifest

extension Rule {
    /// What the server says of what it does.
    static let log: [Rule] = [
        .value(
            "log.level", { $0.manifest.log.level }, shown: { "\($0)" },
            effects: { _, new in [.operators("the log has lines from level \(new) on")] }),
        .value(
            "log.format", { $0.manifest.log.format }, shown: { "\($0)" },
            effects: { _, new in [.operators("lines of the log, and those of start and end, are \(new)")] }),
        .value(
            "log.timestamps", { $0.manifest.log.timestamps }, shown: { "\($0)" },
            effects: { _, new in
                [.operators(new ? "lines of the log begin with the time" : "lines of the log have no time")]
            }),
    ]
}
