import AsyncHTTPClient
import Foundation
import JSON
import NIOCore
import NIOHTTP1
import Support
import WireText

/// An OpenID provider of somebody else's making, on this machine (`provider_authlib.py`), with what a test does to it.
final class AuthlibProvider: Sendable {
    /// What it is called in the manifest.
    static let name = "corp"

    let issuer: String
    private let process: ChildProcess

    /// Sends people back to the server of a place.
    init(at place: Workplace) async throws {
        let python = try await PythonEnvironment("provider", in: place.folder)
        let port = try freePort()
        issuer = "http://localhost:\(port)"
        process = try python.start(
            "provider_authlib.py",
            ["PORT": "\(port)", "REDIRECT_URI": "\(place.issuer)/upstream/\(Self.name)/callback"],
            in: place.folder)
        try await eventually("the provider answers\n\(process.output)") {
            if let exit = process.exit { throw TestFailure("provider: \(exit)\n\(process.output)") }
            return (try? await counts()) == nil ? nil : true
        }
    }

    /// What stands in the manifest, laid over the shipped one.
    ///
    /// - Parameter lines: Further keys, each with its value.
    func manifest(_ lines: [String] = ["keep_tokens: true", "on_refresh: check"]) -> String {
        let keys =
            [
                "kind: oidc", "issuer: \(issuer)", "client_id: mcp-auth",
                "client_secret: the-secret-of-mcp-auth-at-the-provider",
            ] + lines
        return "upstreams:\n  \(Self.name):\n" + keys.map { "    \($0)\n" }.joined()
    }

    /// Does something to it: `rotate-keys`, `outage`, `delay`, `rotation`, `login`, `end-logins`.
    func control(_ what: String, _ form: KeyValuePairs<String, String> = [:]) async throws {
        var request = HTTPClientRequest(url: issuer + "/control/" + what)
        request.method = .POST
        request.headers.add(name: "Content-Type", value: "application/x-www-form-urlencoded")
        request.body = .bytes(ByteBuffer(string: Wire.encode(form)))
        let answer = try await loopback.execute(request, timeout: .seconds(30))
        guard answer.status == .noContent else { throw TestFailure("\(what): \(answer.status)") }
    }

    /// How often it was asked for what: by grant type, `authorize`, `keys`, and how often an old refresh token came (`reused`).
    func counts() async throws -> [String: Int64] {
        var counts: [String: Int64] = [:]
        for (name, value) in try await json("counts").members { counts[name.shown] = value.integer }
        return counts
    }

    /// All codes and tokens that it ever gave out.
    func given() async throws -> [String] {
        try await json("given")["given"]?.strings?.map(\.shown) ?? []
    }

    /// A person signs in there: where the browser is sent back to.
    func signIn(_ location: String) async throws -> String {
        guard location.hasPrefix(issuer + "/authorize?") else { throw TestFailure("not there: \(location)") }
        let answer = try await loopback.execute(HTTPClientRequest(url: location), timeout: .seconds(30))
        let body = String(buffer: try await answer.body.collect(upTo: 1 << 20))
        guard let back = answer.headers.first(name: "Location") else {
            throw TestFailure("provider: \(answer.status) \(body)")
        }
        return back
    }

    private func json(_ what: String) async throws -> JSONObject {
        let request = HTTPClientRequest(url: issuer + "/control/" + what)
        let answer = try await loopback.execute(request, timeout: .seconds(30))
        let body = try await answer.body.collect(upTo: 8 << 20)
        guard let object = try JSONValue.parse(Array(body.readableBytesView)).object else {
            throw TestFailure("\(what): \(answer.status)")
        }
        return object
    }
}

extension Visitor {
    /// Consents; where the browser is sent to sign in.
    mutating func approve(_ client: String) async throws -> String {
        let consent = try await open(Wire.authorization(client))
        let answer = try await press("decision", "approve", on: consent)
        guard let location = answer.location else { throw TestFailure("\(answer.status) \(answer.body)") }
        return location
    }

    /// Consents and signs in at a provider: a code.
    mutating func code(_ client: String, at provider: AuthlibProvider) async throws -> String {
        let back = try await provider.signIn(try await approve(client))
        let answer = try await open(back)
        guard let code = answer.redirect("code") else { throw TestFailure("\(answer.status) \(answer.body)") }
        return code
    }
}
