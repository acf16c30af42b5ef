import StrictYAML

extension HandlerDescriptor {
    static let respondTemplate = respond(
        "Answers with a page, rendered once from a file of the templates folder: terms, a page of help.",
        example: "{ template: terms.html }"
    ) {
        Key<StaticAnswerDraft>(
            "template", .template, \.template, example: "terms.html", "A file of the templates folder."
        ).required("a file of the folder 'templates'")
        Key.status
    }
}
