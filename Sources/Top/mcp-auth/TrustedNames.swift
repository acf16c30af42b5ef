import RouteManifest

/// The hosts that plain http is trusted to reach, as the program tells of them.
struct TrustedNames {
    let words: String

    /// Nil where there are none but this machine.
    init?(_ manifest: Manifest) {
        let hosts = manifest.server.developmentHosts
        guard !hosts.isEmpty else { return nil }
        words = "plain http to \(hosts.joined(separator: ", ")), for development only"
    }
}
