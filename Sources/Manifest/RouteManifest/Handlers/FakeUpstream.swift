extension HandlerDescriptor {
    static let fakeAuthorize = HandlerDescriptor(
        words: "The login of the pretend identity provider, on which you are whoever you say you are.",
        shipped: ("fake_login", "/fakeupstreamauth/authorize"), methods: [.get, .post],
        template: TemplateName("login.html"), isPage: true, needsParameters: true,
        needs: [.authorize], options: .none(.fakeAuthorize))

    static let fakeCallback = HandlerDescriptor(
        words: "Where the fake login sends the browser back to.",
        shipped: ("fake_callback", "/fakeupstreamauth/callback"), methods: [.get], isPage: true,
        needsParameters: true, needs: [.authorize, .fakeAuthorize], options: .none(.fakeCallback))

    static let fakeLogout = HandlerDescriptor(
        words: "Ends the session at the fake login.",
        shipped: ("logout", "/logout"), methods: [.post], template: TemplateName("logged_out.html"),
        isPage: true, needs: [.authorize, .fakeAuthorize], options: .none(.fakeLogout))
}
