import StrictYAML

extension HandlerDescriptor {
    static let respondText = respond(
        "Answers with a text: `/robots.txt`, `/.well-known/security.txt`.",
        KeyList(
            "'with'", example: "{ text: \"Contact: mailto:me@example.com\" }", for: "the answer",
            untouched: StaticAnswerDraft()
        ) {
            Key<StaticAnswerDraft>(
                "text", .text(.planText), example: "\"Contact: {{issuer}}/contact\\n\"", "What to answer.",
                text: { $0.body?.written },
                accept: { field, draft, _ in draft.body = field?.planText().map { .text($0) } }
            ).required("what to answer")
            Key.type(standing: "text/plain; charset=utf-8")
            Key.status
        })
}
