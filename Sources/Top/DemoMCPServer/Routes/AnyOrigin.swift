import Endpoint

/// Any page may read an answer, none sends cookies (Fetch §3.2).
extension CrossOrigin {
    static let headers = allowing("*").adding(answers)

    static func preflight(_ methods: String) -> EndpointResponse {
        EndpointResponse(status: 204, headers: preflights(methods).adding(headers))
    }
}
