import HTTPServer

/// A setting that can't be served, or an address that can't be listened on, in words for the command line.
package struct DemoServerError: Error, Equatable, Sendable {
    /// One line, lower case but for names, without a period.
    package let message: String
    /// What to do about it.
    package let hint: String
    /// Exit status of a program that ends for this: 2 for a wrong setting, 1 when the address can't be had.
    package let exitStatus: Int32

    package init(_ message: String, hint: String, exitStatus: Int32 = 2) {
        self.message = message
        self.hint = hint
        self.exitStatus = exitStatus
    }
}

extension DemoServerError: CustomStringConvertible {
    package var description: String { "\(message)\nhint: \(hint)" }
}

extension DemoServerError {
    init(_ error: ListenError) {
        let lines = error.description.split(separator: "\n")
        let hint =
            if case .portTaken = error {
                "stop that program, or set PORT and BASE_URI to another port"
            } else {
                "set PORT to a port this machine lets you have"
            }
        self.init(lines.first.map(String.init) ?? "can't listen", hint: hint, exitStatus: 1)
    }
}
