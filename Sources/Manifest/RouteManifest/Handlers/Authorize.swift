import OAuthModel
import OpenAPI
import StrictYAML

extension HandlerDescriptor {
    static let authorize = HandlerDescriptor(
        words: "Asks the person for consent, and takes the answer of that page (RFC 6749 §3.1).",
        shipped: ("authorize", "/oauth/authorize"), methods: [.get, .post],
        template: TemplateName("consent.html"), isPage: true,
        needsParameters: true,
        options: .keys(.authorizeOptions) { .authorize($0) },
        operations: { route in
            [
                .get: Operation(
                    "Begin a login", parameters: route.authorizationParameters,
                    responses: answers(redirectedBy: 302)),
                .post: Operation(
                    "Begin a login, or answer the consent page",
                    body: .form(.any(of: [.object(route.authorizationForm), consentForm])),
                    responses: answers(redirectedBy: 303)),
            ]
        },
        metadata: { metadata, advertised in
            metadata.authorizationEndpoint = advertised.url
            metadata.responseTypesSupported = ["code"]
            metadata.responseModesSupported = ["query"]
            if advertised.takesDocuments { metadata.clientIDMetadataDocumentSupported = true }
            metadata.codeChallengeMethodsSupported = ["S256"]
            if case .authorize(let options) = advertised.route.binding, options.issParameter {
                metadata.authorizationResponseIssParameterSupported = true
            }
        })

    private static func answers(redirectedBy status: Int) -> [Int: Response] {
        [
            200: .page("The consent page, or one that asks where to sign in.").with(.setCookie),
            status: .redirect(
                "To the client, with `code` or `error`, `state` and `iss`; or on to where the person signs in."
            ),
            400: .pageRefusal, 403: .pageForbidden,
        ]
    }

    /// The form of the consent page.
    private static let consentForm = Schema.object([
        .required("request", .string("Which request is answered; from the page.")),
        .required("csrf", .string("From the page.")),
        .required("decision", .string(among: ["approve", "deny"])),
        .optional("upstream", .string("Where to sign in, if there is a choice.")),
        .optional("back", .string("From the page.")),
    ])
}

extension DescribedRoute {
    /// RFC 6749 §4.1.1, RFC 7636 §4.3, RFC 8707 §2.
    fileprivate var authorizationForm: [Schema.Property] {
        [
            .required(
                "client_id",
                .string(
                    offer.takesDocuments
                        ? "Which client it is: as it is registered, or the URL of its metadata document."
                        : "Which client it is, as it is registered.")),
            .required("response_type", .constant("code")),
            .required(
                "code_challenge",
                .string("The SHA-256 of the verifier, in base64url.", pattern: "^[A-Za-z0-9_-]{43,128}$")),
            .required("code_challenge_method", .constant("S256")),
            .optional("redirect_uri", .string("May be left out where exactly one is registered.")),
            .optional("scope", scope), .optional("resource", resource),
            .optional("state", .string("Given back as it is.")),
            .optional("prompt", .string("`none` is refused: this server always asks.")),
            .optional("login_hint", .string("Who it probably is.")),
        ]
    }

    fileprivate var authorizationParameters: [Parameter] { authorizationForm.map { .query($0) } }
}

package struct AuthorizeOptions: Sendable, Equatable {
    /// Authorization responses say who they are from (RFC 9207), and the metadata says that they do.
    package internal(set) var issParameter = true
}

extension KeyList<AuthorizeOptions> {
    fileprivate static let authorizeOptions = KeyList(
        "'with'", example: "{ iss_parameter: false }", for: "the authorization endpoint",
        untouched: AuthorizeOptions()
    ) {
        Key(
            "iss_parameter", .boolean, \.issParameter, example: "false",
            """
            Answers say who they are from, and the metadata says that they do (RFC 9207). Codex up to 0.144 fails then. Without it a \
            client that knows several authorization servers can be led to send the code of one to another.
            """)
    }
}
