internal import Endpoint

/// Answers with a prepared document where a route has to ask somebody first, so that its answer isn't ready with the head.
struct DocumentHandler: EndpointHandler {
    let document: PreparedDocument

    func respond(to request: EndpointRequest) async -> EndpointResponse {
        document.answer(to: request.head)
    }
}
