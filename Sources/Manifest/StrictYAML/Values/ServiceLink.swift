/// A variable that Kubernetes sets for a Service of the same namespace, as Docker once did for a linked container: its value is
/// where that listens, `tcp://10.96.12.7:3001`, and nothing that a person meant.
struct ServiceLink: Equatable {
    package let service: String

    /// - Parameter name: `AUTH_SERVER_PORT` of a Service called auth-server.
    init?(_ name: String, _ value: String) {
        guard name.hasSuffix("_PORT"), ["tcp://", "udp://", "sctp://"].contains(where: value.hasPrefix) else {
            return nil
        }
        let service = name.dropLast("_PORT".utf8.count).lowercased().replacing("_", with: "-")
        guard !service.isEmpty else { return nil }
        self.service = service
    }
}
