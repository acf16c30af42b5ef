package import JSON
import OAuthCore
package import Support
import Synchronization
package import Web

/// The Web as a test has it: what lies under which URL, and what was fetched of it. A failure takes as long as it may.
package final class DocumentShelf: DocumentSource {
    private struct State {
        var answers: [String: Result<FetchedDocument, FetchFailure>] = [:]
        var fetched: [(url: String, lane: FetchTerms.Lane)] = []
        var isHeld = false
        var held: [CheckedContinuation<Void, Never>] = []
    }

    private let clock: MovableClock
    private let state = Mutex(State())

    package init(_ clock: MovableClock) { self.clock = clock }

    package var fetched: [String] { state.withLock { $0.fetched.map(\.url) } }
    package var lanes: [FetchTerms.Lane] { state.withLock { $0.fetched.map(\.lane) } }

    package func put(_ text: String, at url: String, freshness: Duration? = nil) {
        put(Array(text.utf8), at: url, freshness: freshness)
    }

    package func put(_ document: JSONObject, at url: String, freshness: Duration? = nil) {
        put(JSONValue.object(document).serialized(), at: url, freshness: freshness)
    }

    package func put(_ body: [UInt8], at url: String, freshness: Duration? = nil) {
        state.withLock { $0.answers[url] = .success(FetchedDocument(body: body, freshness: freshness)) }
    }

    package func fail(_ url: String, _ failure: FetchFailure = .status(404)) {
        state.withLock { $0.answers[url] = .failure(failure) }
    }

    /// From here on nothing is answered before ``letGo()``.
    package func hold() { state.withLock { $0.isHeld = true } }

    package func letGo() {
        let held = state.withLock { state in
            state.isHeld = false
            defer { state.held = [] }
            return state.held
        }
        for continuation in held { continuation.resume() }
    }

    package func fetch(_ url: FetchURL, _ terms: FetchTerms) async -> Result<FetchedDocument, FetchFailure> {
        let answer = state.withLock { state in
            state.fetched.append((url.text, terms.lane))
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
