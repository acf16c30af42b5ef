import JSON
import OAuthCore
import OAuthModel
import Web
import WireText

/// A provider's configuration (OpenID Connect Discovery §3): a stranger's text, though at the operator's address.
///
/// Where it says that something is to be asked is asked there only over https, from addresses that the fetcher lets through, or at the origin of the
/// issuer that the operator wrote.
struct ProviderDocument {
    let provider: DiscoveredProvider

    private static let maximumDepth = 16

    /// Behind the issuer without the slash that it may end with (§4).
    var address: String {
        (provider.issuer.hasSuffix("/") ? String(provider.issuer.dropLast()) : provider.issuer)
            + "/.well-known/openid-configuration"
    }

    func url() throws(UnusableAddress) -> FetchURL {
        do { return try FetchURL(address, written: origin) } catch {
            throw UnusableAddress(member: "issuer", flaw: error)
        }
    }

    func read(_ body: [UInt8]) throws(DocumentFlaw) -> KnownProvider {
        let value: JSONValue
        do { value = try JSONValue.parse(body, maximumDepth: Self.maximumDepth) } catch {
            throw .malformed([Fact("because", error.reason.rawValue)])
        }
        guard let document = value.object else {
            throw .malformed([Fact("because", "it is no JSON object")])
        }
        guard let sent = document["issuer"]?.string else { throw .member("issuer") }
        guard let issuer = ProviderIssuer(sent, of: provider) else {
            throw .foreign([Fact("sent", sent), Fact("asked for", provider.issuer)])
        }
        return KnownProvider(
            issuer: issuer, authorization: try url("authorization_endpoint", in: document),
            token: try url("token_endpoint", in: document),
            userinfo: try userinfo(document), further: [],
            keys: try url("jwks_uri", in: document), hasPKCE: try hasPKCE(document),
            namesItself: try namesItself(document))
    }

    /// Where it has none, the ID token has to do (§3: it is recommended).
    private func userinfo(_ document: JSONObject) throws(DocumentFlaw) -> FetchURL? {
        guard provider.asksUserinfo, document["userinfo_endpoint"] != nil else { return nil }
        return try url("userinfo_endpoint", in: document)
    }

    /// RFC 8414 §2. What is not advertised may be there all the same (Entra).
    private func hasPKCE(_ document: JSONObject) throws(DocumentFlaw) -> Bool {
        guard let value = document["code_challenge_methods_supported"] else {
            return provider.hasUnadvertisedPKCE
        }
        guard let methods = value.strings else { throw .member("code_challenge_methods_supported") }
        return methods.contains("S256")
    }

    /// RFC 9207 §3.
    private func namesItself(_ document: JSONObject) throws(DocumentFlaw) -> Bool {
        guard let value = document["authorization_response_iss_parameter_supported"] else { return false }
        guard let says = value.bool else { throw .member("authorization_response_iss_parameter_supported") }
        return says
    }

    private func url(_ member: String, in document: JSONObject) throws(DocumentFlaw) -> FetchURL {
        guard let text = document[member]?.string else { throw .member(member) }
        do { return try FetchURL(text, written: origin) } catch {
            throw .malformed([
                Fact("member", member), Fact("sent", text), Fact("because", "\(error)"),
            ])
        }
    }

    private var origin: WebOrigin? { URIParts(provider.issuer).flatMap(WebOrigin.init) }
}

/// What is wrong with a provider's configuration.
enum DocumentFlaw: Error {
    case malformed([Fact])
    /// It is another issuer's.
    case foreign([Fact])

    /// It is missing, or of another form.
    static func member(_ name: String) -> DocumentFlaw {
        .malformed([Fact("member", name), Fact("because", "it is missing, or of another form")])
    }
}
