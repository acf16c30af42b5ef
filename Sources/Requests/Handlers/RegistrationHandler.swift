package import Endpoint
import JSON
package import OAuthCore
import OAuthModel
import WireText

/// Answers `POST /oauth/register` (RFC 7591 §3).
package struct RegistrationHandler: EndpointHandler {
    private static let maximumDepth = 8

    private let registration: RegistrationService

    package init(registration: RegistrationService) {
        self.registration = registration
    }

    package func respond(to request: EndpointRequest) async -> EndpointResponse {
        guard request.headers.haveContentType("application/json") else {
            return .error(
                OAuthError(
                    .invalidClientMetadata, "the body must be application/json, and its type is",
                    quoting: request.headers.sentContentType), status: 415)
        }
        do {
            return .json(201, try await registration.register(try document(request.body)))
        } catch {
            return .failure(error)
        }
    }

    private func document(_ body: [UInt8]) throws(RequestFailure) -> JSONObject {
        let value: JSONValue
        do {
            value = try JSONValue.parse(body, maximumDepth: Self.maximumDepth)
        } catch {
            throw .refused(
                OAuthError(
                    .invalidClientMetadata,
                    "the body is not JSON that this server reads: one object, no name twice, 8 levels",
                    cause: "\(error.reason.rawValue) at byte \(error.offset)"))
        }
        guard let object = value.object else {
            throw .refused(OAuthError(.invalidClientMetadata, "the body must be a JSON object"))
        }
        return object
    }
}
