import OpenAPI

extension HandlerDescriptor {
    static let fakeAuthorize = HandlerDescriptor(
        words: "The login of the pretend identity provider, on which you are whoever you say you are.",
        shipped: ("fake_login", "/fakeupstreamauth/authorize"), methods: [.get, .post],
        template: TemplateName("login.html"), isPage: true, needsParameters: true,
        needs: [.authorize], options: .none(.fakeAuthorize),
        operations: { _ in
            [
                .get: Operation(
                    "See who one can be", parameters: loginParameters.map { .query($0) },
                    responses: [
                        200: .page("The login page.").with(.setCookie), 400: .pageRefusal,
                    ]),
                .post: Operation(
                    "Say who one is", body: .form(.object(loginParameters + loginForm)),
                    responses: [
                        200: .page("The login page, with somebody else on it.").with(.setCookie),
                        303: .redirect("Back, with `code` and `state`.").with(.setCookie),
                        400: .pageRefusal, 403: .pageForbidden,
                    ]),
            ]
        })

    private static let loginParameters: [Schema.Property] = [
        .required("redirect_uri", .string("That of this server's own callback.", format: "uri")),
        .required("state", .string("Given back as it is.")),
        .optional("login_hint", .string("Who it probably is.")),
    ]

    /// The form of the login page.
    private static let loginForm: [Schema.Property] = [
        .required("csrf", .string("From the page.")),
        .required("action", .string(among: ["finish", "use", "new"])),
        .optional(
            "user_id", .string("1 to 64 characters out of A-Z, a-z, 0-9, dot, underscore, @ and hyphen.")),
    ]

    static let fakeCallback = HandlerDescriptor(
        words: "Where the fake login sends the browser back to.",
        shipped: ("fake_callback", "/fakeupstreamauth/callback"), methods: [.get], isPage: true,
        needsParameters: true, needs: [.authorize, .fakeAuthorize], options: .none(.fakeCallback),
        operations: { _ in [.get: callback([:])] })

    static let fakeLogout = HandlerDescriptor(
        words: "Ends the session at the fake login.",
        shipped: ("logout", "/logout"), methods: [.post], template: TemplateName("logged_out.html"),
        isPage: true, needs: [.authorize, .fakeAuthorize], options: .none(.fakeLogout),
        operations: { _ in
            [
                .post: Operation(
                    "Sign out",
                    responses: [
                        200: .page("There is no session any more.").with(.setCookie), 403: .pageForbidden,
                    ])
            ]
        })
}
