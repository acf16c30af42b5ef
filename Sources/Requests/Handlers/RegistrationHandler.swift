package import Endpoint
import JSON
package import OAuthCore
import OAuthModel
import WireText

/// Answers `POST /oauth/register` (RFC 7591 §3).
package struct RegistrationHandler: DecidingHandler {
    private static let maximumDepth = 8

    private let registration: RegistrationService

    package init(registration: RegistrationService) {
        self.registration = registration
    }

    package func respond(to request: EndpointRequest) async -> DecidedAnswer {
        guard request.headers.haveContentType("application/json") else {
            return .refusal(
                OAuthError(RegistrationReason.notJSON, quoting: request.headers.sentContentType), status: 415)
        }
        do {
            return try await registration.register(try document(request.body)).answered { .json(201, $0) }
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
                    RegistrationReason.malformedJSON,
                    facts: [Fact("problem", "\(error.reason.rawValue) at byte \(error.offset)")]))
        }
        guard let object = value.object else {
            throw .refused(OAuthError(RegistrationReason.notAnObject))
        }
        return object
    }
}
