import OAuthModel
import Storage
import WireText

/// What was admitted may wait for minutes, and the rules may be others by then.
extension AuthorizationService {
    /// How a request that waited is answered where it would not be admitted any more: its client, or the place that the answer would go to, is gone, and then
    /// nothing goes there; or what it asks for is. Nil: it is as good as it was.
    func objection<Outcome: PageOutcome>(
        to pending: PendingAuthorization
    ) async throws(StoreError) -> Decided<Outcome>? {
        let request = pending.request
        guard try await clients.stillAdmits(request) else {
            return .page(OAuthError(AuthorizationReason.clientUnregistered), of: pending)
        }
        let unknown = request.resources.first { configuration.resource($0) == nil }
        let error =
            configuration.unknown(in: request.scope)
            ?? unknown.map { configuration.unknownResource(WireText($0.text)) }
        return error.map {
            Decided(.redirect(redirect(request).location(of: $0)), refused: $0, of: pending)
        }
    }
}

extension CoreConfiguration {
    /// Nil: all of it is declared (RFC 6749 §3.3).
    func unknown(in scope: Scope) -> OAuthError? {
        scope.tokens.first { !knownScope.contains($0) }.map { unknown in
            OAuthError(
                AuthorizationReason.scopeUnknown, quoting: WireText(unknown.rawValue),
                facts: [Fact("sent", scope.text), Fact("declared", knownScope.text)])
        }
    }

    /// What was sent is none of the resources (RFC 8707 §2).
    func unknownResource(_ sent: WireText) -> OAuthError {
        OAuthError(
            AuthorizationReason.resourceUnknown, quoting: sent,
            facts: [
                Fact("sent", sent), Fact("declared", resources.map(\.indicator.text).joined(separator: " ")),
            ])
    }
}
