package import EmbeddedStore
package import HTTPServer
package import Pages

/// Why the server could not start. Each is a line and a hint.
package enum LaunchError: Error {
    case manifestUnreadable(path: String, reason: String)
    case templates(TemplateError)
    case store(StoreOpeningError)
    case listen(ListenError)
}

extension LaunchError: CustomStringConvertible {
    package var description: String {
        switch self {
        case .manifestUnreadable(let path, let reason):
            "can't read \(path): \(reason)\nhint: name the manifest with --manifest, or run this where routes.yaml is"
        case .templates(let error): "\(error)"
        case .store(let error): "\(error)\nhint: \(error.hint)"
        case .listen(let error): "\(error)"
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
