package import Endpoint
import JSON
package import OAuthCore

/// Answers `GET /health`: 200 when the store can be used, else 503 and why.
package struct HealthHandler: EndpointHandler {
    private let store: any StoreHealth
    private let issuer: String
    private let storeName: String

    /// - Parameter storeName: Which kind of store it is, as people call it.
    package init(store: any StoreHealth, storeName: String, issuer: String) {
        self.store = store
        self.storeName = storeName
        self.issuer = issuer
    }

    package func respond(to request: EndpointRequest) async -> EndpointResponse {
        do {
            try await store.check()
            return .json(
                200, JSONObject(["status": "ok", "issuer": .string(issuer), "store": .string(storeName)]))
        } catch {
            let response = EndpointResponse.outage(error)
            var answer = EndpointResponse.json(
                503,
                JSONObject([
                    "status": "unavailable", "issuer": .string(issuer), "store": .string(storeName),
                    "error": "temporarily_unavailable",
                    "error_description": "the store can't be used; the log says why",
                ]))
            answer.headers.add("Retry-After", "1")
            answer.cause = response.cause
            return answer
        }
    }
}
