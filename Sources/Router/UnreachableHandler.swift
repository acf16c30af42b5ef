import Endpoint

/// Stands where the compiled routes answer without a handler; if it is asked all the same, there is nothing there.
struct UnreachableHandler: EndpointHandler {
    func respond(to request: EndpointRequest) async -> EndpointResponse {
        EndpointResponse(status: 404)
    }
}
