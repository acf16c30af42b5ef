import Support
import Synchronization
import Web

@testable import OAuthCore

/// Serves documents as the test says, and counts what is fetched. A failure takes as long as it may.
final class ScriptedDocuments: DocumentSource {
    private struct State {
        var answers: [String: Result<FetchedDocument, FetchFailure>] = [:]
        var fetched: [(url: String, lane: FetchTerms.Lane)] = []
        var isHeld = false
        var held: [CheckedContinuation<Void, Never>] = []
    }

    private let clock: MovableClock
    private let state = Mutex(State())

    init(_ clock: MovableClock) { self.clock = clock }

    var count: Int { state.withLock { $0.fetched.count } }
    var lanes: [FetchTerms.Lane] { state.withLock { $0.fetched.map(\.lane) } }

    func serve(_ url: String, _ body: String, freshness: Duration? = nil) {
        let document = FetchedDocument(body: Array(body.utf8), freshness: freshness)
        state.withLock { $0.answers[url] = .success(document) }
    }

    func fail(_ url: String, _ failure: FetchFailure = .status(404)) {
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
