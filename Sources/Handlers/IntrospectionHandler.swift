package import Endpoint
package import OAuthCore
import OAuthModel

/// Answers `POST /oauth/introspect` (RFC 7662 §2).
///
/// That an unknown token is an answer and not an error (§2.2) is the core's rule, so there is no branch for it here.
package struct IntrospectionHandler: EndpointHandler {
    private let introspection: IntrospectionService
    private let loopback: LoopbackTrust?

    /// - Parameter loopback: Whom to answer without credentials; `nil`: nobody.
    package init(introspection: IntrospectionService, loopback: LoopbackTrust?) {
        self.introspection = introspection
        self.loopback = loopback
    }

    package func respond(to request: EndpointRequest) async -> EndpointResponse {
        do {
            let form = try OAuthForm(request)
            let caller = try caller(request, form)
            let token = try form.required(
                "token",
                or: OAuthError(.invalidRequest, "token is missing; send it in the form, not in the query"))
            return .json(200, try await introspection.introspect(token, for: caller))
        } catch let error as OAuthError {
            return .error(error, challenge: true)
        } catch let error as StoreError {
            return .outage(error)
        } catch {
            return .error(OAuthError(.serverError, "the request failed", cause: "\(error)"))
        }
    }

    private func caller(_ request: EndpointRequest, _ form: OAuthForm) throws(OAuthError)
        -> IntrospectionCaller
    {
        guard let credentials = try PresentedCredentials(request.headers, form.parameters).credentials else {
            if let loopback, loopback.trusts(request.head) { return .loopback }
            throw OAuthError(
                .invalidClient,
                "introspection needs the credentials of a resource server; see resource_servers")
        }
        guard let caller = introspection.authenticate(credentials) else {
            throw OAuthError(.invalidClient, "resource server authentication failed")
        }
        return caller
    }
}
