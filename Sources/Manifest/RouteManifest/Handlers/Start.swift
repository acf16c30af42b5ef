import OpenAPI

extension HandlerDescriptor {
    static let start = HandlerDescriptor(
        words:
            "The page of who opens this server's address: how clients are connected, what is on, who can sign in.",
        shipped: ("start", "/"), methods: [.get], template: TemplateName("start.html"), isPage: true,
        options: .none(.start),
        operations: { _ in
            [.get: Operation("Look at the server", responses: [200: .page("The page.")])]
        })
}
