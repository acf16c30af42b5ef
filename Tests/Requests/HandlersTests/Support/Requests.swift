import Endpoint
import OAuthCore
import OAuthModel
import Testing

@testable import Handlers

extension EndpointRequest {
    /// A POST with a body, which is a form unless its type is another.
    static func post(
        _ body: String, type: String? = "application/x-www-form-urlencoded",
        _ fields: [(name: String, value: String)] = []
    ) -> EndpointRequest {
        let types = type.map { [(name: "Content-Type", value: $0)] } ?? []
        return EndpointRequest(
            head: RequestHead(
                method: .post, path: "/oauth/token", headers: HeaderFields(types + fields),
                peer: PeerAddress(address: "192.0.2.1", isLoopback: false), requestID: "0123456789abcdef"),
            body: Array(body.utf8))
    }

    func presented() throws -> PresentedCredentials? {
        try PresentedCredentials(headers, OAuthForm(self).parameters)
    }
}

/// The code of the error that a request is refused with; nil: it isn't.
func refusal<Value>(_ body: () throws -> Value) -> OAuthError.Code? {
    do {
        _ = try body()
        return nil
    } catch {
        return (error as? OAuthError)?.code
    }
}
