extension HandlerDescriptor {
    /// The login of the pretend identity provider.
    static let fakeAuthorize = HandlerDescriptor(
        shipped: ("fake_login", "/fakeupstreamauth/authorize"), methods: [.get, .post],
        template: TemplateName("login.html"), isPage: true, needs: [.authorize],
        options: .none(.fakeAuthorize))

    /// Where it sends the browser back to.
    static let fakeCallback = HandlerDescriptor(
        shipped: ("fake_callback", "/fakeupstreamauth/callback"), methods: [.get], isPage: true,
        needs: [.authorize], options: .none(.fakeCallback))

    /// Ends its session.
    static let fakeLogout = HandlerDescriptor(
        shipped: ("logout", "/logout"), methods: [.post], template: TemplateName("logged_out.html"),
        isPage: true, needs: [.authorize], options: .none(.fakeLogout))
}
