package import Endpoint
import JSON
import OAuthCore
package import OAuthModel
package import Storage

/// Answers `GET /health`: 200 when the store can be used, else 503 and why.
package struct HealthHandler: DecidingHandler {
    private let store: any StoreHealth
    private let issuer: String
    private let storeName: String
    private let plan: Plan

    /// Which plan serves.
    package struct Plan: Sendable {
        private let digest: String
        private let since: Timestamp
        private let refusedAt: @Sendable () -> Timestamp?

        /// - Parameters:
        ///   - digest: Says whether two processes serve the same.
        ///   - refusedAt: Since when there are newer files that can't be served; nil: there are none.
        package init(
            digest: String, since: Timestamp, refusedAt: @escaping @Sendable () -> Timestamp? = { nil }
        ) {
            self.digest = digest
            self.since = since
            self.refusedAt = refusedAt
        }

        /// Moments are seconds since 1970.
        fileprivate var json: JSONObject {
            let refusedAt = refusedAt()
            return JSONObject([
                "digest": .string(digest), "since": .integer(since.seconds),
                "newer_refused": .bool(refusedAt != nil),
                "newer_refused_at": refusedAt.map { .integer($0.seconds) },
            ])
        }
    }

    /// - Parameter storeName: Which kind of store it is, as people call it.
    package init(store: any StoreHealth, storeName: String, issuer: String, plan: Plan) {
        self.store = store
        self.storeName = storeName
        self.issuer = issuer
        self.plan = plan
    }

    package func respond(to request: EndpointRequest) async -> DecidedAnswer {
        do {
            try await store.check()
            return DecidedAnswer(
                .json(200, state("ok")), .nothing)
        } catch {
            var body = state("unavailable")
            body.add(.error("temporarily_unavailable", "the store can't be used"))
            body["reason"] = .string(error.reason)
            var response = EndpointResponse.json(503, body)
            response.headers.add("Retry-After", "1")
            return DecidedAnswer(response, .refused(OAuthError(error, full: .storeFull)))
        }
    }

    private func state(_ status: String) -> JSONObject {
        JSONObject([
            "status": .string(status), "issuer": .string(issuer), "store": .string(storeName),
            "plan": .object(plan.json),
        ])
    }
}
