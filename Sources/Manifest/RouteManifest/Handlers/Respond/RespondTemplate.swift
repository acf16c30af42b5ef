extension HandlerDescriptor {
    /// Answers with a page, rendered once from a file of the templates folder: terms, a page of help.
    static let respondTemplate = respond(example: "{ template: terms.html }") { reader in
        let name = reader.require("template", hint: "a file of the folder 'templates'")?.templateName()
        return name.map { ([], .template($0)) }
    }
}
