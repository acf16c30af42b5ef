import AsyncHTTPClient
import Foundation
import JSON
import NIOCore
import NIOHTTP1

/// What came back, read whole.
struct Answer: Sendable {
    let status: UInt
    let headers: HTTPHeaders
    let body: String

    /// A member of the JSON document in the body.
    subscript(_ name: String) -> JSONValue? { (try? JSONValue.parse(Array(body.utf8)))?[name] }
}

/// Talks to one server.
struct Wire: Sendable {
    let issuer: String

    func get(_ location: String, cookies: String? = nil) async throws -> Answer {
        var request = HTTPClientRequest(url: location.hasPrefix("/") ? issuer + location : location)
        if let cookies { request.headers.add(name: "Cookie", value: cookies) }
        return try await send(request)
    }

    func post(_ path: String, form: KeyValuePairs<String, String>) async throws -> Answer {
        try await post(path, "application/x-www-form-urlencoded", Self.encode(form))
    }

    func post(_ path: String, json: String) async throws -> Answer {
        try await post(path, "application/json", json)
    }

    /// `application/x-www-form-urlencoded`.
    static func encode(_ form: KeyValuePairs<String, String>) -> String {
        let plain = CharacterSet.alphanumerics.union(CharacterSet(charactersIn: "-._~"))
        return form.map {
            "\($0.key)=\($0.value.addingPercentEncoding(withAllowedCharacters: plain) ?? "")"
        }.joined(separator: "&")
    }

    private func post(_ path: String, _ type: String, _ body: String) async throws -> Answer {
        var request = HTTPClientRequest(url: issuer + path)
        request.method = .POST
        request.headers.add(name: "Content-Type", value: type)
        request.body = .bytes(ByteBuffer(string: body))
        return try await send(request)
    }

    private func send(_ request: HTTPClientRequest) async throws -> Answer {
        let response = try await loopback.execute(request, timeout: .seconds(60))
        let body = try await response.body.collect(upTo: 1 << 20)
        return Answer(
            status: response.status.code, headers: response.headers, body: String(buffer: body))
    }
}
