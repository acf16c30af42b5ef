package import Endpoint
import JSON
import OAuthCore
import OAuthModel
package import Storage

/// Answers `GET /health`: 200 when the store can be used, else 503 and why.
package struct HealthHandler: DecidingHandler {
    private let store: any StoreHealth
    private let issuer: String
    private let storeName: String

    /// - Parameter storeName: Which kind of store it is, as people call it.
    package init(store: any StoreHealth, storeName: String, issuer: String) {
        self.store = store
        self.storeName = storeName
        self.issuer = issuer
    }

    package func respond(to request: EndpointRequest) async -> DecidedAnswer {
        do {
            try await store.check()
            return DecidedAnswer(
                .json(
                    200, JSONObject(["status": "ok", "issuer": .string(issuer), "store": .string(storeName)])),
                .nothing)
        } catch {
            var body = JSONObject([
                "status": "unavailable", "issuer": .string(issuer), "store": .string(storeName),
            ])
            body.add(.error("temporarily_unavailable", "the store can't be used"))
            body["reason"] = .string(error.reason)
            var response = EndpointResponse.json(503, body)
            response.headers.add("Retry-After", "1")
            return DecidedAnswer(response, .refused(OAuthError(error, full: .storeFull)))
        }
    }
}
