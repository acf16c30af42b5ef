import JSON
import OAuthModel
import WireText

/// Asks the authorization server about a token (RFC 7662 §2), with this resource server's own credentials.
struct Introspector: Sendable {
    let discovery: Discovery
    let http: OutboundHTTP
    let credentials: ResourceServerCredentials
    let expectation: TokenExpectation
    let clock: DemoClock

    func introspect(_ token: BearerToken) async -> TokenVerdict {
        do throws(Unavailable) {
            let endpoint = try await discovery.server().introspectionEndpoint
            let answer = try await http.post(
                form: [("token", token.secret), ("token_type_hint", "access_token")], to: endpoint,
                authorization: authorization)
            return try verdict(answer)
        } catch {
            return .unavailable(error)
        }
    }

    /// RFC 6749 §2.3.1: both halves are form-encoded before they are joined.
    private var authorization: String {
        let pair = "\(percentEncoded(credentials.id)):\(percentEncoded(credentials.secret))"
        return "Basic \(Base64.encode(Array(pair.utf8)))"
    }

    private func verdict(_ answer: OutboundHTTP.Answer) throws(Unavailable) -> TokenVerdict {
        switch answer.status {
        case 200: break
        case 401, 403:
            throw Unavailable(
                "introspection refuses this server's credentials, id \(credentials.id) (RFC 7662 §2.1)",
                hint:
                    "DEMO_RESOURCE_SERVER_ID and DEMO_RESOURCE_SERVER_SECRET must stand in the manifest of the authorization server"
            )
        case 404, 405:
            discovery.forget()
            throw Unavailable("the introspection endpoint is gone")
        default:
            throw Unavailable(
                "introspection answers \(answer.status)", retryAfter: min(max(answer.retryAfter ?? 1, 1), 60))
        }
        guard let members = (try? JSONValue.parse(answer.body))?.object, let active = members["active"]?.bool
        else {
            throw Unavailable("introspection answers something unreadable")
        }
        guard active else { return .refused(.inactive) }
        if let objection = expectation.objection(to: members, at: clock.unixTime()) {
            return .refused(objection)
        }
        return .active(TokenClaims(members))
    }
}
