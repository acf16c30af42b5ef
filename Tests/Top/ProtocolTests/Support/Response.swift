import Foundation
import JSON
import WireText

/// An answer as it came over the wire.
struct Response: Sendable {
    let status: Int
    /// In the order and with the names in which they came.
    let headers: [(name: String, value: String)]
    let body: [UInt8]

    var text: String { String(decoding: body, as: UTF8.self) }
    var json: JSONValue { (try? JSONValue.parse(body)) ?? .null }
    /// The `error` of a JSON error body.
    var error: String? { json["error"]?.string?.shown }
    var location: String? { self["location"] }

    subscript(_ name: String) -> String? { all(name).first }

    func all(_ name: String) -> [String] {
        headers.filter { $0.name.lowercased() == name.lowercased() }.map(\.value)
    }

    /// The query parameters of `Location`, decoded, in order.
    var redirect: [(name: String, value: String)] {
        let items = location.flatMap { URLComponents(string: $0)?.queryItems } ?? []
        return items.map { ($0.name, $0.value ?? "") }
    }

    /// The only value of a parameter of `Location`; `nil` when it is absent or there more than once.
    func redirect(_ name: String) -> String? {
        let values = redirect.filter { $0.name == name }.map(\.value)
        return values.count == 1 ? values[0] : nil
    }
}
