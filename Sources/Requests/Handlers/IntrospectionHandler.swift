package import Endpoint
package import OAuthCore
import OAuthModel
import Storage

/// Answers `POST /oauth/introspect` (RFC 7662 §2).
///
/// That an unknown token is an answer and not an error (§2.2) is the core's rule, so there is no branch for it here.
package struct IntrospectionHandler: DecidingHandler {
    private let introspection: IntrospectionService
    private let clients: ClientAuthenticator
    private let takesCredentials: Bool
    private let prepared: PreparedCredentials
    private let loopback: LoopbackTrust?

    /// Whether a request comes from a program on this machine.
    package typealias LoopbackTrust = @Sendable (RequestHead) -> Bool
    /// What those are told who are not among the callers.
    private let refusal: OAuthError

    /// - Parameters:
    ///   - takesCredentials: Whether to answer resource servers.
    ///   - loopback: Whom to answer without credentials; `nil`: nobody.
    package init(
        clients: ClientAuthenticator, introspection: IntrospectionService, takesCredentials: Bool,
        loopback: LoopbackTrust?
    ) {
        self.clients = clients
        self.introspection = introspection
        self.takesCredentials = takesCredentials
        self.loopback = loopback
        prepared = PreparedCredentials(takesCredentials ? clients.resourceServers : [])
        refusal = Self.refusal(takesCredentials: takesCredentials, isLocal: loopback != nil)
    }

    private static func refusal(takesCredentials: Bool, isLocal: Bool) -> OAuthError {
        let reason: IntrospectionReason =
            switch (takesCredentials, isLocal) {
            case (true, _): .credentialsMissing
            case (false, true): .credentialsUnwanted
            case (false, false): .closed
            }
        return OAuthError(reason)
    }

    /// A token has 63 bytes. More than that by far is read only of those who have proven in the head who they are.
    package func bodyLimit(for head: RequestHead, upTo limit: Int) -> Int {
        isProven(head) ? limit : min(limit, EndpointPolicy.smallBody)
    }

    private func isProven(_ head: RequestHead) -> Bool {
        guard let nothing = RequestParameters(query: "") else { return false }
        if prepared.sender(of: head.headers, nothing) != nil { return true }
        return (try? PresentedCredentials(head.headers, nothing)).flatMap(resourceServer) != nil
    }

    package func respond(to request: EndpointRequest) async -> DecidedAnswer {
        switch begin(request) {
        case .done(let answer): answer
        case .waiting(let rest): await rest()
        }
    }

    package func begin(_ request: EndpointRequest) -> DecidingProgress {
        do {
            let form = try OAuthForm(request)
            let caller = try caller(request, form)
            let token = try form.required(
                "token",
                or: OAuthError(IntrospectionReason.introspectedTokenMissing))
            switch introspection.introspect(token, for: caller) {
            case .done(let answer): return .done(told(answer))
            case .waiting(let rest):
                return .waiting {
                    do throws(StoreError) {
                        return told(try await rest())
                    } catch {
                        return .failure(error)
                    }
                }
            }
        } catch {
            return .done(.failure(error, challenge: true))
        }
    }

    private func told(_ answer: IntrospectionAnswer) -> DecidedAnswer {
        DecidedAnswer(.json(200, answer.body), answer.decision, in: answer.flow)
    }

    private func caller(_ request: EndpointRequest, _ form: OAuthForm) throws(OAuthError)
        -> IntrospectionCaller
    {
        if let server = prepared.sender(of: request.headers, form.parameters) {
            return .resourceServer(server)
        }
        guard let presented = try PresentedCredentials(request.headers, form.parameters) else {
            guard let loopback, loopback(request.head) else { throw refusal }
            return .loopback
        }
        guard let server = resourceServer(presented) else {
            guard takesCredentials else { throw refusal }
            throw OAuthError(
                IntrospectionReason.callerUnproven,
                facts: [
                    Fact("sent", presented.id.rawValue),
                    Fact("declared", clients.resourceServers.map(\.id).sorted().joined(separator: " ")),
                ])
        }
        return .resourceServer(server)
    }

    private func resourceServer(_ presented: PresentedCredentials) -> ResourceServer? {
        takesCredentials ? clients.resourceServer(presented) : nil
    }
}
