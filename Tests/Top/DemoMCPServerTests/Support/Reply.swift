import AsyncHTTPClient
import JSON
import NIOCore
import NIOHTTP1

/// An answer, read to its end.
struct Reply: Sendable {
    let status: Int
    let headers: HTTPHeaders
    let body: [UInt8]

    init(_ response: HTTPClientResponse) async throws {
        status = Int(response.status.code)
        headers = response.headers
        body = Array(buffer: try await response.body.collect(upTo: 1 << 20))
    }

    subscript(_ name: String) -> String? { headers.first(name: name) }

    var text: String { String(decoding: body, as: UTF8.self) }

    var json: JSONValue {
        get throws { try JSONValue.parse(body) }
    }

    var result: JSONValue? {
        get throws { try json["result"] }
    }

    var errorCode: Int64? {
        get throws { try json["error"]?["code"]?.integer }
    }

    /// The JSON of each event of a `text/event-stream`.
    var events: [JSONValue] {
        get throws {
            try text.split(separator: "\n").filter { $0.hasPrefix("data: ") }
                .map { try JSONValue.parse(Array($0.dropFirst("data: ".count).utf8)) }
        }
    }

    /// The parameters of `WWW-Authenticate`, which must be of the scheme Bearer.
    var challenge: [String: String] {
        guard let field = self["www-authenticate"], field.hasPrefix("Bearer ") else { return [:] }
        var parameters: [String: String] = [:]
        for parameter in field.dropFirst("Bearer ".count).split(separator: ", ") {
            guard let equals = parameter.firstIndex(of: "=") else { continue }
            let value = parameter[parameter.index(after: equals)...]
            parameters[String(parameter[..<equals])] = String(value.dropFirst().dropLast())
        }
        return parameters
    }
}
