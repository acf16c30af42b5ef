package import Endpoint
import JOSE
import JSON
package import OAuthCore
import OAuthModel
import Storage

/// Answers for the key set as long as there are no keys: asks for them, and says why there are none.
package struct KeySetHandler: DecidingHandler {
    private let keys: OwnKeys

    package init(keys: OwnKeys) {
        self.keys = keys
    }

    package func respond(to request: EndpointRequest) async -> DecidedAnswer {
        do {
            let keys = try await keys.list().map(\.key.key.publicKey)
            return DecidedAnswer(.json(200, JSONWebKeySet(keys).json), .nothing)
        } catch { return .failure(error) }
    }
}
