import JSON
import Shelf

extension TestClient {
    static let documentURL = "https://app.example/oauth/client.json"

    /// A client that is known by a document; `metadata` is added to, or replaces, what a usual one has in it.
    static func documented(
        _ server: TestServer, at url: String = TestClient.documentURL,
        redirectURI: String = TestClient.redirectURI, freshness: Duration? = nil,
        metadata: [String: JSONValue?] = [:]
    ) -> TestClient {
        server.documents.put(
            document(at: url, redirectURI: redirectURI, metadata), at: url, freshness: freshness)
        return TestClient(server: server, id: url, secret: nil, redirectURI: redirectURI, method: "none")
    }

    static func document(
        at url: String = TestClient.documentURL, redirectURI: String = TestClient.redirectURI,
        _ metadata: [String: JSONValue?] = [:]
    ) -> JSONObject {
        var document = JSONObject([
            "client_id": .string(url), "client_name": "Documented client",
            "redirect_uris": [.string(redirectURI)],
            "grant_types": ["authorization_code", "refresh_token"],
        ])
        for (name, value) in metadata.sorted(by: { $0.key < $1.key }) { document[name] = value }
        return document
    }
}

extension ManifestEdit {
    /// Further lines of `client_documents`, in the place of its `default`.
    static func documents(_ lines: String...) -> ManifestEdit {
        let old = "\n  default: allow                 # ask: an operator approves each document"
        return .replace(old, with: "\n  " + lines.joined(separator: "\n  ") + " #")
    }
}
