import JSON
import OAuthCore
import OAuthModel
import Web
import WireText

/// A provider's token endpoint: asked as this server's client there, its answers read strictly (RFC 6749 §4.1.3, §5, §6).
struct TokenEndpoint {
    let url: FetchURL
    let settings: ProviderSettings
    let transport: any UpstreamTransport

    private static let maximumDepth = 16
    /// Errors have 400, and 401 where the client is not believed (§5.2); Auth0 says 403 also, GitHub 200.
    private static let statuses: Set<Int> = [200, 400, 401, 402, 403, 404, 405, 406, 407]

    /// - Parameters:
    ///   - parameters: Beside those that say which client it is.
    ///   - secrets: What of them must not be told to anybody.
    func ask(
        _ parameters: [(name: String, value: WireText)], secrets: [WireText]
    ) async -> Result<TokenAnswer, TokenFailure> {
        let types: Set<FetchedAnswer.Form> =
            switch settings.endpoints {
            case .discovered: [.json]
            case .written: [.json, .form]
            }
        let request = FetchRequest(
            url, method: .post(form: form(parameters)), fields: fields,
            taking: FetchRequest.Taken(statuses: Self.statuses, types: types))
        let answer: FetchedAnswer
        switch await transport.send(request) {
        case .success(let had): answer = had
        case .failure(let failure):
            let facts = [Fact("at", url.text), Fact("because", "\(failure)")]
            return .failure(failure.isOfTheAnswer ? .malformed(facts) : .away(facts))
        }
        let own = settings.secret.map { [WireText($0.text)] } ?? []
        do throws(TokenFailure) {
            return .success(
                try TokenAnswer(
                    members(answer), status: answer.status, date: answer.date, secrets: secrets + own))
        } catch { return .failure(error) }
    }

    private func form(_ parameters: [(name: String, value: WireText)]) -> [UInt8] {
        var form = FormText()
        for (name, value) in parameters { form.add(name, value) }
        switch settings.authentication {
        case .basic: break
        case .post:
            form.add("client_id", settings.clientID)
            if let secret = settings.secret { form.add("client_secret", secret.text) }
        case .none: form.add("client_id", settings.clientID)
        }
        return form.bytes
    }

    /// RFC 6749 §2.3.1: both are form-encoded before they are put together.
    private var fields: [FetchRequest.Field] {
        guard settings.authentication == .basic, let secret = settings.secret else { return [] }
        let credentials = percentEncoded(settings.clientID) + ":" + percentEncoded(secret.text)
        return [FetchRequest.Field("authorization", "Basic " + Base64.encode(Array(credentials.utf8)))]
    }

    private func members(_ answer: FetchedAnswer) throws(TokenFailure) -> JSONObject {
        switch answer.form {
        case .json:
            do {
                let value = try JSONValue.parse(answer.body, maximumDepth: Self.maximumDepth)
                if let object = value.object { return object }
            } catch { throw .malformed([Fact("at", url.text), Fact("because", error.reason.rawValue)]) }
            throw .malformed([Fact("at", url.text), Fact("because", "it is no JSON object")])
        case .form:
            guard let parameters = RequestParameters(formEncoded: answer.body), parameters.repeated.isEmpty
            else {
                throw .malformed([Fact("at", url.text), Fact("because", "it is no form")])
            }
            var object = JSONObject()
            for name in TokenAnswer.members {
                object["\(name)"] = parameters[name].map { .string($0) }
            }
            return object
        }
    }
}

enum TokenFailure: Error {
    case away([Fact])
    case malformed([Fact])
    /// `error`, in whatever status.
    case refused(WireText, [Fact])

    /// The code or the refresh token counts no more (RFC 6749 §5.2). GitHub has words of its own for that.
    var isSpent: Bool {
        guard case .refused(let error, _) = self else { return false }
        return Self.spent.contains { error.equals($0) }
    }

    var facts: [Fact] {
        switch self {
        case .away(let facts), .malformed(let facts), .refused(_, let facts): facts
        }
    }

    private static let spent: [StaticString] = [
        "invalid_grant", "bad_verification_code", "bad_refresh_token",
    ]
}
