import Foundation
import Support

/// A provider from PyPI, on this machine (`provider_other.py`), as it is without any settings but its port.
final class OtherProvider: Sendable {
    let port: Int
    private let process: ChildProcess

    var issuer: String { "http://localhost:\(port)" }

    /// - Parameter claims: What `oidc-provider-mock` says of its one person, as JSON.
    init(_ name: String, claims: String = "", at place: Workplace) async throws {
        let python = try await PythonEnvironment("idp", in: place.folder)
        let port = try freePort()
        self.port = port
        process = try python.start(
            "provider_other.py", ["OTHER": name, "PORT": "\(port)", "CLAIMS": claims], in: place.folder)
        try await eventually("\(name) answers\n\(process.output)") {
            if let exit = process.exit { throw TestFailure("\(name): \(exit)\n\(process.output)") }
            let wire = Wire(issuer: "http://localhost:\(port)")
            return (try? await wire.get("/.well-known/openid-configuration"))?.status == 200 ? true : nil
        }
    }

    /// The lines that the README shows, for this one's port.
    var sample: String {
        get throws {
            try String(
                contentsOf: Installation.package.appendingPathComponent("docs/samples/nanoidp.yaml"),
                encoding: .utf8
            ).replacing(":8000", with: ":\(port)")
        }
    }

    func writeSample(to name: String, at place: Workplace) throws {
        try write(try sample, to: name, at: place)
    }

    func write(_ text: String, to name: String, at place: Workplace) throws {
        try text.write(to: place.folder.appendingPathComponent(name), atomically: true, encoding: .utf8)
    }
}
