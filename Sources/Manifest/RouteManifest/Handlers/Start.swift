extension HandlerDescriptor {
    static let start = HandlerDescriptor(
        words:
            "The page of who opens this server's address: how clients are connected, what is on, who can sign in.",
        shipped: ("start", "/"), methods: [.get], template: TemplateName("start.html"), isPage: true,
        options: .none(.start))
}
