/// Asks the resource owner whether a client may have what it asks for.
///
/// The form posts `request`, `csrf` and `decision` (`approve` or `deny`).
package struct ConsentPage: PageModel {
    package struct Scope: Sendable {
        package let token: String
        /// What the scope allows, in words that go on from "It would be able to".
        package let description: String

        package init(token: String, description: String) {
            self.token = token
            self.description = description
        }
    }

    /// The name the client gave itself; the page has words for a client without one.
    package var clientName: String?
    package var clientID: String
    /// Nobody has vouched for the name, as with every client that registered itself.
    package var nameIsUnverified: Bool
    /// The host of the document by which alone the client is known: what the page says of it stands there. Nil of any other client.
    package var documentHost: String?
    /// Where the answer goes: the host with its port, or for a private-use scheme the scheme with its colon.
    package var redirectHost: String
    package var redirectURI: String
    package var scopes: [Scope]
    /// The resource indicator (RFC 8707).
    package var resource: String
    package var resourceName: String
    /// The answer goes to the loopback interface (RFC 8252 §7.3), which says nothing about which program listens there.
    package var isLoopback: Bool
    /// The answer goes to a private-use scheme (RFC 8252 §7.1), which says nothing about which application claimed it.
    package var isPrivateUseScheme: Bool
    /// The hosts, among that of the answer and this server's own, to which what is sent can be read on its way.
    package var plainHTTP: String?
    /// The path that the form is posted to.
    package var action: String
    /// Names the pending authorization request.
    package var request: String
    package var csrf: String

    package init(
        clientName: String?, clientID: String, nameIsUnverified: Bool, documentHost: String? = nil,
        redirectHost: String,
        redirectURI: String,
        scopes: [Scope], resource: String, resourceName: String, isLoopback: Bool, isPrivateUseScheme: Bool,
        plainHTTP: String? = nil, action: String, request: String, csrf: String
    ) {
        self.clientName = clientName
        self.clientID = clientID
        self.nameIsUnverified = nameIsUnverified
        self.documentHost = documentHost
        self.redirectHost = redirectHost
        self.redirectURI = redirectURI
        self.scopes = scopes
        self.resource = resource
        self.resourceName = resourceName
        self.isLoopback = isLoopback
        self.isPrivateUseScheme = isPrivateUseScheme
        self.plainHTTP = plainHTTP
        self.action = action
        self.request = request
        self.csrf = csrf
    }

    package static let fields: [PageField<ConsentPage>] = [
        .text("client_name", required: true) { $0.shownName },
        .text("client_initial") { DisplayText.initial(of: $0.shownName) },
        .address("client_id") { $0.clientID },
        .flag("name_unverified") { $0.nameIsUnverified },
        .optionalAddress("document_host", required: true) { $0.documentHost },
        .address("redirect_host", required: true) { $0.redirectHost },
        .address("redirect_uri") { $0.redirectURI },
        .list("scopes", required: true, of: Scope.fields) { $0.scopes },
        .address("resource") { $0.resource },
        .text("resource_name", required: true) { $0.resourceName },
        .flag("loopback", required: true) { $0.isLoopback },
        .flag("private_use_scheme", required: true) { $0.isPrivateUseScheme },
        .optionalAddress("plain_http", required: true) { $0.plainHTTP },
        .exact("action", required: true) { $0.action },
        .exact("request", required: true) { $0.request },
        .exact("csrf", required: true) { $0.csrf },
    ]

    private var shownName: String {
        guard let clientName, !DisplayText.isBlank(clientName) else { return "an application without a name" }
        return clientName
    }
}

extension ConsentPage.Scope {
    static let fields: [PageField<Self>] = [
        .text("scope") { $0.token },
        .text("scope_description") { $0.description },
    ]
}
