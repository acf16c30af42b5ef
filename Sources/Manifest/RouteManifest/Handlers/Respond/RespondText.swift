import StrictYAML

extension HandlerDescriptor {
    static let respondText = respond(
        "Answers with a text: `/robots.txt`, `/.well-known/security.txt`.",
        example: "{ text: \"Contact: mailto:me@example.com\" }"
    ) {
        Key<StaticAnswerDraft>(
            "text", .planText, \.text, example: "\"Contact: {{issuer}}/contact\\n\"", "What to answer."
        ).required("what to answer")
        Key.type(standing: "text/plain; charset=utf-8")
        Key.status
    }
}
