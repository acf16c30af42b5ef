package import EmbeddedStore
package import HTTPServer
package import Pages

/// Why the server could not start. Each is a line and a hint.
package enum LaunchError: Error {
    case manifestUnreadable(path: String, reason: String)
    case templates(TemplateError, folder: String)
    case store(StoreOpeningError)
    case listen(ListenError)
}

extension LaunchError: CustomStringConvertible {
    package var description: String {
        switch self {
        case .manifestUnreadable(let path, let reason):
            "can't read \(path): \(reason)\nhint: name the manifest, or run this where routes.yaml is"
        case .templates(let error, let folder):
            error.problems.map { "\(folder)/\($0)" }.joined(separator: "\n")
        case .store(let error): "\(error)\nhint: \(error.hint)"
        case .listen(let error): Self.words(error)
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

    /// The exit status of the program: 2 for what a file says, 1 for what the machine refuses.
    package var exitStatus: Int32 {
        switch self {
        case .manifestUnreadable, .templates: 2
        case .store, .listen: 1
        }
    }
}
