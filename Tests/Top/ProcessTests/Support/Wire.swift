import AsyncHTTPClient
import Foundation
import JSON
import NIOCore
import NIOHTTP1
import Support

/// What came back, read whole.
struct Answer: Sendable {
    let status: UInt
    let headers: HTTPHeaders
    let body: String

    /// A member of the JSON document in the body.
    subscript(_ name: String) -> JSONValue? { (try? JSONValue.parse(Array(body.utf8)))?[name] }

    /// The values of a header, in order.
    func header(_ name: String) -> [String] { headers[name] }

    var location: String? { header("Location").first }

    /// A parameter of the query that a redirect leads to.
    func redirect(_ name: String) -> String? {
        location.flatMap { URLComponents(string: $0)?.queryItems?.first { $0.name == name }?.value }
    }
}

/// Talks to a server, or to several processes that serve one issuer: each request goes to any of them, as through a proxy.
struct Wire: Sendable {
    /// What went over all of them: the log of each server is searched for it at its end.
    static let secrets = WireSecrets()

    let issuer: String
    /// Where the processes listen.
    private var origins: [String]
    /// From which address of this machine the requests come; `nil`: whichever the system takes.
    private var address: String?
    /// For how long a request that is answered 503 is sent again, as `Retry-After` asks for.
    var patience: Duration = .zero

    /// - Parameter ports: Of the processes; none: the server listens where the issuer says.
    init(issuer: String, ports: [Int] = []) {
        self.issuer = issuer
        origins = ports.isEmpty ? [issuer] : ports.map { "http://localhost:\($0)" }
    }

    /// The same for who asks again where that is what the answer says: a store that is there may take as long as the machine is
    /// busy.
    var patiently: Wire {
        var copy = self
        copy.patience = .seconds(60)
        return copy
    }

    /// The same for a client with another address, which is one of 127.0.0.0/8.
    func from(_ address: String) -> Wire {
        var copy = self
        copy.address = address
        copy.origins = origins.map { $0.replacing("//localhost:", with: "//127.0.0.1:") }
        return copy
    }

    func get(_ location: String, cookies: String? = nil) async throws -> Answer {
        try await send(.GET, location, cookies.map { [("Cookie", $0)] } ?? [])
    }

    func post(
        _ path: String, form: KeyValuePairs<String, String>, headers: KeyValuePairs<String, String> = [:]
    ) async throws -> Answer {
        try await post(path, form: Self.encode(form), headers: headers)
    }

    /// A form that is encoded already.
    func post(
        _ path: String, form: String, headers: KeyValuePairs<String, String> = [:]
    ) async throws -> Answer {
        try await post(path, "application/x-www-form-urlencoded", form, headers)
    }

    func post(_ path: String, json: String) async throws -> Answer {
        try await post(path, "application/json", json, [:])
    }

    /// `application/x-www-form-urlencoded`.
    static func encode(_ form: KeyValuePairs<String, String>) -> String {
        let plain = CharacterSet.alphanumerics.union(CharacterSet(charactersIn: "-._~"))
        return form.map {
            "\($0.key)=\($0.value.addingPercentEncoding(withAllowedCharacters: plain) ?? "")"
        }.joined(separator: "&")
    }

    /// An `Authorization` header (RFC 6749 §2.3.1).
    static func basic(_ id: String, _ secret: String) -> String {
        "Basic " + Data((id + ":" + secret).utf8).base64EncodedString()
    }

    private func post(
        _ path: String, _ type: String, _ body: String, _ headers: KeyValuePairs<String, String>
    ) async throws -> Answer {
        try await send(.POST, path, [("Content-Type", type)] + headers.map { ($0.key, $0.value) }, body)
    }

    /// - Parameter headers: With a `Host` among them, instead of the issuer's.
    func send(
        _ method: HTTPMethod, _ location: String, _ headers: [(String, String)], _ body: String? = nil
    ) async throws -> Answer {
        let path = location.hasPrefix(issuer) ? String(location.dropFirst(issuer.count)) : location
        let deadline = ContinuousClock.now.advanced(by: patience)
        while true {
            let origin = origins[Int.random(in: origins.indices)]
            var request = HTTPClientRequest(url: origin + path)
            request.method = method
            request.localAddress = address
            request.headers = HTTPHeaders(headers)
            if !request.headers.contains(name: "Host") {
                request.headers.add(name: "Host", value: String(issuer.dropFirst("http://".count)))
            }
            if let body { request.body = .bytes(ByteBuffer(string: body)) }
            Self.secrets.note(url: origin + path, headers: headers, body: body)
            let response = try await loopback.execute(request, timeout: .seconds(60))
            let content = try await response.body.collect(upTo: 1 << 20)
            Self.secrets.note(
                headers: response.headers.map { ($0.name, $0.value) }, body: String(buffer: content))
            guard response.status == .serviceUnavailable, ContinuousClock.now < deadline else {
                return Answer(
                    status: response.status.code, headers: response.headers, body: String(buffer: content))
            }
            try await Task.sleep(for: .milliseconds(20))
        }
    }
}
