import Mustache

/// A page's looks: parsed and checked once, rendered for every answer.
package struct PageTemplate<Page: PageModel>: Sendable {
    private let template: MustacheTemplate
    private let contentSecurityPolicy: String

    /// Reads `file` and what it includes. Throws every problem it finds at once; what it accepts can always
    /// be rendered.
    package init(_ file: String, in folder: TemplateFolder) throws(TemplateError) {
        var assembly = TemplateAssembly(folder: folder, fields: PageField.kinds(Page.fields))
        assembly.append(file)
        assembly.finish(file, required: Page.fields.filter(\.isRequired).map(\.name))
        guard assembly.problems.isEmpty else { throw TemplateError(problems: assembly.problems) }
        do {
            template = try MustacheTemplate(string: assembly.text)
        } catch {
            throw TemplateError(problems: [
                TemplateProblem(
                    file: file, line: nil, column: nil, message: "can't be read as a mustache template",
                    hint: nil)
            ])
        }
        contentSecurityPolicy = ContentSecurityPolicy.value(styles: assembly.styles)
    }

    package func render(_ page: Page) -> RenderedPage {
        let html = template.render(PageField.values(Page.fields, of: page))
        return RenderedPage(html: Array(html.utf8), contentSecurityPolicy: contentSecurityPolicy)
    }
}
