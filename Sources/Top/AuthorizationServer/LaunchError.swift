package import EmbeddedStore
package import HTTPServer
package import OAuthModel
package import RouteManifest

/// Why the machine would not let the server start. Each is a line and a hint.
package enum LaunchError: Error {
    case store(StoreOpeningError)
    case listen(ListenError)
    /// The pages that were read are not those of the manifest.
    case noTemplate(RouteName)
    /// The manifest was not checked: it has a login, and nobody who knows who logs in.
    case noUpstream(RouteName)
    /// A login is to be tried where nobody is sent to log in, or without its page.
    case noTrial(UpstreamName)
}

extension LaunchError: CustomStringConvertible {
    package var description: String {
        switch self {
        case .store(let error): "\(error)\nhint: \(error.hint)"
        case .listen(let error): Self.words(error)
        case .noTemplate(let name): "the template of route '\(name)' has not been read"
        case .noTrial(let name):
            "nobody is sent to '\(name)': no route has handler oauth.authorize, or it is off"
        case .noUpstream(let name): "route '\(name)' needs an upstream, and there is none"
        }
    }

    /// The transport doesn't know where its port comes from.
    private static func words(_ error: ListenError) -> String {
        let lines = "\(error)".split(separator: "\n", maxSplits: 1)
        return switch error {
        case .portTaken:
            lines[0]
                + "\nhint: stop that program, or set AUTH_SERVER_PORT (or 'port' in the manifest) to another"
        case .permissionDenied:
            lines[0] + "\nhint: set AUTH_SERVER_PORT (or 'port' in the manifest) to a port from 1024 on"
        case .addressNotAvailable, .failed: "\(error)"
        }
    }
}
