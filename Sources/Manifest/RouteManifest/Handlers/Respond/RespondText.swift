extension HandlerDescriptor {
    /// Answers with a text: `/robots.txt`, `/.well-known/security.txt`.
    static let respondText = respond(example: "{ text: \"Contact: mailto:me@example.com\" }") { reader in
        let text = reader.require("text", hint: "what to answer")?.planText()
        let type = reader.take("type").map { $0.mediaType() } ?? "text/plain; charset=utf-8"
        guard let text, let type else { return nil }
        return ([.contentType(type)], .text(text))
    }
}
