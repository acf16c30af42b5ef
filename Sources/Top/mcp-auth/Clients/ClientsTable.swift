import JSON
import WireText

/// The clients that are known by a document, for people: a block for each.
enum ClientsTable {
    static func pending(_ answer: JSONObject) -> [String] {
        let clients = answer["pending"]?.array ?? []
        guard !clients.isEmpty else { return ["no client waits for an approval"] }
        return clients.flatMap { client in
            let name = client["name"]?.string.map { "claims to be \"\($0.excerpt(64))\", " } ?? ""
            let hosts = (client["redirect_hosts"]?.strings ?? []).map { $0.excerpt(64) }
            return [
                "waits     " + id(client),
                "          \(name)answers go to \(hosts.joined(separator: ", "))",
            ]
        }
    }

    static func decided(_ answer: JSONObject) -> [String] {
        (answer["decided"]?.array ?? []).map { client in
            (client["verdict"]?.string?.excerpt(10) ?? "").padded(to: 10) + id(client)
        }
    }

    private static func id(_ client: JSONValue) -> String { client["client_id"]?.string?.excerpt(2048) ?? "" }
}

extension JSONObject {
    func only(_ name: String) -> JSONObject { JSONObject([name: self[name]]) }
}
