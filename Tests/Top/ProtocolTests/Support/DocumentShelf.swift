import JSON
import OAuthCore
import Support
import Synchronization
import Web

/// The Web as a test has it: what lies under which URL, and what was fetched of it. A failure takes as long as it may.
final class DocumentShelf: DocumentSource {
    private struct State {
        var answers: [String: Result<FetchedDocument, FetchFailure>] = [:]
        var fetched: [String] = []
        var isHeld = false
        var held: [CheckedContinuation<Void, Never>] = []
    }

    private let clock: MovableClock
    private let state = Mutex(State())

    init(_ clock: MovableClock) { self.clock = clock }

    var fetched: [String] { state.withLock { $0.fetched } }

    func put(_ document: JSONObject, at url: String, freshness: Duration? = nil) {
        put(JSONValue.object(document).serialized(), at: url, freshness: freshness)
    }

    func put(_ body: [UInt8], at url: String, freshness: Duration? = nil) {
        state.withLock { $0.answers[url] = .success(FetchedDocument(body: body, freshness: freshness)) }
    }

    func fail(_ url: String, _ failure: FetchFailure) {
        state.withLock { $0.answers[url] = .failure(failure) }
    }

    /// From here on nothing is answered before ``letGo()``.
    func hold() { state.withLock { $0.isHeld = true } }

    func letGo() {
        let held = state.withLock { state in
            state.isHeld = false
            defer { state.held = [] }
            return state.held
        }
        for continuation in held { continuation.resume() }
    }

    func fetch(_ url: FetchURL, _ terms: FetchTerms) async -> Result<FetchedDocument, FetchFailure> {
        let answer = state.withLock { state in
            state.fetched.append(url.text)
            return state.answers[url.text] ?? .failure(.noSuchName)
        }
        await withCheckedContinuation { continuation in
            let goesOn = state.withLock { state in
                if state.isHeld { state.held.append(continuation) }
                return !state.isHeld
            }
            if goesOn { continuation.resume() }
        }
        if case .failure = answer { clock.advance(by: terms.time) }
        return answer
    }
}

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
