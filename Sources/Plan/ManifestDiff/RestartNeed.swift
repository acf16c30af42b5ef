package import RouteManifest

/// What a server that runs can't take over from a file: it has to start anew for it.
package enum RestartNeed: String, CaseIterable, Sendable {
    case issuer = "server.issuer"
    case port = "server.port"
    case bind = "server.bind"
    case secret = "server.secret"
    case store

    /// Those that are another in the second manifest.
    package static func all(from old: Manifest, to new: Manifest) -> [RestartNeed] {
        allCases.filter { need in
            switch need {
            case .issuer: old.server.issuer.text != new.server.issuer.text
            case .port: old.server.port != new.server.port
            case .bind: Set(old.server.bind) != Set(new.server.bind)
            case .secret: old.server.secret != new.server.secret
            case .store: old.store != new.store
            }
        }
    }
}
