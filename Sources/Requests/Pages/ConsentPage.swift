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

    /// A page about itself that the client names: a stranger's word, by https, and shown with where it leads.
    package struct Link: Sendable {
        package let words: String
        package let uri: String
        package let host: String

        package init(words: String, uri: String, host: String) {
            self.words = words
            self.uri = uri
            self.host = host
        }
    }

    /// The name the client gave itself; the page has words for a client without one.
    package var clientName: String?
    package var clientID: String
    /// Nobody has vouched for the name, as with every client that registered itself.
    package var nameIsUnverified: Bool
    /// The host of the document by which alone the client is known: what the page says of it stands there. Nil of any other client.
    package var documentHost: String?
    package var pages: [Link]
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
    package var form: RequestForm

    package init(
        clientName: String?, clientID: String, nameIsUnverified: Bool, documentHost: String? = nil,
        pages: [Link] = [], redirectHost: String, redirectURI: String,
        scopes: [Scope], resource: String, resourceName: String, isLoopback: Bool, isPrivateUseScheme: Bool,
        plainHTTP: String? = nil, form: RequestForm
    ) {
        self.clientName = clientName
        self.clientID = clientID
        self.nameIsUnverified = nameIsUnverified
        self.documentHost = documentHost
        self.pages = pages
        self.redirectHost = redirectHost
        self.redirectURI = redirectURI
        self.scopes = scopes
        self.resource = resource
        self.resourceName = resourceName
        self.isLoopback = isLoopback
        self.isPrivateUseScheme = isPrivateUseScheme
        self.plainHTTP = plainHTTP
        self.form = form
    }

    package static let fields: [PageField<ConsentPage>] = own + RequestForm.fields.map { $0.of(\.form) }

    private static let own: [PageField<ConsentPage>] = [
        .text(
            "client_name", required: true,
            "The name that the client gives itself, or words for a client without one."
        ) { $0.shownName },
        .text("client_initial", "Its first letter, to stand for a picture.") {
            DisplayText.initial(of: $0.shownName)
        },
        .address("client_id", "The id of the client.") { $0.clientID },
        .flag("named", "The client has given itself a name.") { $0.isNamed },
        .flag(
            "name_unverified",
            "Nobody has vouched for the name: the client registered itself, or is known by a document."
        ) { $0.nameIsUnverified },
        .optionalAddress(
            "document_host", required: true, "The host of the document by which alone the client is known."
        ) { $0.documentHost },
        .flag("has_links", "There are `links`.") { !$0.pages.isEmpty },
        .list(
            "links", "Pages about itself that the client names, by https alone: nobody has checked them.",
            of: Link.fields
        ) { $0.pages },
        .address(
            "redirect_host", required: true,
            "Where the answer goes: host and port, or the scheme of an application, with its colon."
        ) { $0.redirectHost },
        .address("redirect_uri", "The same in full.") { $0.redirectURI },
        .list("scopes", required: true, "What is asked for.", of: Scope.fields) { $0.scopes },
        .address("resource", "The URL of what it is asked for.") { $0.resource },
        .text("resource_name", required: true, "What that is called.") { $0.resourceName },
        .flag(
            "loopback", required: true,
            "The answer goes to a program on this computer, whichever listens there."
        ) { $0.isLoopback },
        .flag(
            "private_use_scheme", required: true,
            "The answer goes to an application on this device, whichever claimed the scheme."
        ) { $0.isPrivateUseScheme },
        .flag("elsewhere", "The answer goes to a host.") { !$0.isLoopback && !$0.isPrivateUseScheme },
        .optionalAddress(
            "plain_http", required: true,
            "The hosts to which what is sent can be read on its way; for development only."
        ) { $0.plainHTTP },
    ]

    private var isNamed: Bool { clientName.map { !DisplayText.isBlank($0) } ?? false }

    private var shownName: String {
        isNamed ? clientName ?? "" : "an application without a name"
    }
}

extension ConsentPage.Link {
    static let fields: [PageField<Self>] = [
        .text("link_words", "What the page is.") { $0.words },
        .exact("link_href", "Where it lies. Write `rel=\"noopener noreferrer nofollow\"`.") { $0.uri },
        .address("link_host", "The host that it leads to, which belongs beside the link.") { $0.host },
    ]
}

extension ConsentPage.Scope {
    static let fields: [PageField<Self>] = [
        .text("scope", "The scope in the words of the protocol.") { $0.token },
        .text("scope_description", "What it allows, in words that go on from \"It would be able to\".") {
            $0.description
        },
    ]
}
