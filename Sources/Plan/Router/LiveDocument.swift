internal import Endpoint
internal import Synchronization

/// An answer that is the same for everybody until it is replaced. It stands ready from then on.
package final class LiveDocument: Sendable {
    private struct State {
        var document: StaticDocument?
        var number = 0
    }

    private let state = Mutex(State())

    package init() {}

    package func replace(by document: StaticDocument) {
        state.withLock { state in
            state.document = document
            state.number += 1
        }
    }

    /// With a number that is another after each replacement.
    fileprivate var current: (number: Int, document: StaticDocument)? {
        state.withLock { state in state.document.map { (state.number, $0) } }
    }
}

/// Answers with a live document as a route has it.
final class LiveDocumentHandler: EndpointHandler {
    private let live: LiveDocument
    private let absence: any EndpointHandler
    private let cache: Duration?
    private let prepared = Mutex<(number: Int, document: PreparedDocument)?>(nil)

    init(_ live: LiveDocument, absence: any EndpointHandler, cache: Duration?) {
        self.live = live
        self.absence = absence
        self.cache = cache
    }

    func begin(_ request: EndpointRequest) -> EndpointProgress {
        if let answer = answer(to: request.head) { return .done(answer) }
        return .waiting { await self.respond(to: request) }
    }

    func respond(to request: EndpointRequest) async -> EndpointResponse {
        if let answer = answer(to: request.head) { return answer }
        let other = await absence.respond(to: request)
        return answer(to: request.head) ?? other
    }

    private func answer(to head: RequestHead) -> EndpointResponse? {
        guard let (number, document) = live.current else { return nil }
        return prepared.withLock { prepared in
            if let prepared, prepared.number == number { return prepared.document }
            let new = PreparedDocument(document, cache: cache, headers: .empty)
            prepared = (number, new)
            return new
        }.answer(to: head)
    }
}
