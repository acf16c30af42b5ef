import OpenAPI

extension HandlerDescriptor {
    static let style = HandlerDescriptor(
        words: """
            The style sheet of all pages. They ask for it under a name that changes with it (/style-n4bQgYhMfWWa.css), which \
            browsers keep for good.
            """,
        shipped: ("style", "/style.css"), methods: [.get], template: TemplateName("style.css"),
        caching: .asSaid(standing: .seconds(300)), options: .none(.style),
        operations: { _ in
            [.get: .reading("Fetch the style sheet", .document("The style sheet.", "text/css", .string()))]
        })
}
