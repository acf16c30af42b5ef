import StrictYAML

extension HandlerDescriptor {
    static let respondTemplate = respond(
        "Answers with a page, rendered once from a file of the templates folder: terms, a page of help.",
        KeyList(
            "'with'", example: "{ template: terms.html }", for: "the answer", untouched: StaticAnswerDraft()
        ) {
            Key<StaticAnswerDraft>(
                "template",
                .text(TextShape("the name of a file of the templates folder", pattern: TemplateName.pattern)),
                example: "terms.html", "A file of the templates folder.", text: { $0.body?.written },
                accept: { field, draft, _ in draft.body = field?.templateName().map { .template($0) } }
            ).required("a file of the folder 'templates'")
            Key.status
        })
}
