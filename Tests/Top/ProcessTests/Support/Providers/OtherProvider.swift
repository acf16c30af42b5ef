import Foundation
import Support
import Synchronization

/// A provider from PyPI, on this machine (`provider_other.py`), as it is without any settings but its port.
final class OtherProvider: Sendable {
    let port: Int
    private let name: String
    private let claims: String
    private let python: PythonEnvironment
    private let folder: URL
    private let process: Mutex<ChildProcess>

    var issuer: String { "http://localhost:\(port)" }

    /// - Parameter claims: What `oidc-provider-mock` says of its one person, as JSON.
    init(_ name: String, claims: String = "", at place: Workplace) async throws {
        self.name = name
        self.claims = claims
        folder = place.folder
        python = try await PythonEnvironment("idp", in: place.folder)
        port = try freePort()
        process = Mutex(
            try python.start(
                "provider_other.py", ["OTHER": name, "PORT": "\(port)", "CLAIMS": claims], in: folder))
        try await answers()
    }

    /// It is gone, with all that it knows.
    func end() async throws {
        let process = process.withLock { $0 }
        process.signal(9)
        try await process.ended()
    }

    /// It is there again, with new keys.
    func beginAgain() async throws {
        let anew = try python.start(
            "provider_other.py", ["OTHER": name, "PORT": "\(port)", "CLAIMS": claims], in: folder)
        process.withLock { $0 = anew }
        try await answers()
    }

    private func answers() async throws {
        let process = process.withLock { $0 }
        let wire = Wire(issuer: issuer)
        try await eventually("\(name) answers\n\(process.output)") {
            if let exit = process.exit { throw TestFailure("\(self.name): \(exit)\n\(process.output)") }
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
