/// Whether a route is served.
package enum RouteState: Sendable, Equatable {
    case on
    case off(OffReason)
}

/// Which switch turned a route off. Its description is one line for the log and the table of routes.
package enum OffReason: Sendable, Equatable, CustomStringConvertible {
    /// `enabled: false`.
    case manifest(file: String, line: Int)
    /// The active profile is not in its `profiles`.
    case profile(active: ProfileName, needed: [ProfileName])
    /// `--disable`.
    case commandLine(RouteName)
    /// It has no purpose without another route that is off.
    case dependency(on: HandlerName)
    /// What it answers has the URL of another route that is off.
    case reference(to: RouteName)
    /// A section is not there without which it has nothing to show.
    case section(String)
    /// It is for who runs the server, and the issuer is not this machine.
    case publicIssuer

    package var description: String {
        switch self {
        case .manifest(let file, let line):
            "enabled: false, line \(line) of \(file)"
        case .profile(let active, let needed):
            "profile is \(active), not \(needed.map(\.text).joined(separator: " or "))"
        case .commandLine(let name):
            "--disable \(name)"
        case .dependency(let handler):
            "needs \(handler.rawValue), which is off"
        case .reference(let name):
            "has the URL of route \(name), which is off"
        case .section(let name):
            "there is no section '\(name)'"
        case .publicIssuer:
            "for operators, and the issuer is not loopback; enabled: true turns it on"
        }
    }
}
