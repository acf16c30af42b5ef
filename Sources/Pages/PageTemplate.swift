/// A page's looks: parsed and checked once, rendered for every answer.
package struct PageTemplate<Page: PageModel>: Sendable {
    private let nodes: [TemplateNode]
    private let contentSecurityPolicy: String

    /// Reads `file` and what it includes. Throws every problem it finds at once; what it accepts can always
    /// be rendered.
    package init(_ file: String, in folder: TemplateFolder) throws(TemplateError) {
        var assembly = TemplateAssembly(folder: folder, fields: Page.fields.map(\.named))
        assembly.append(file)
        assembly.finish(file, required: Page.fields.filter(\.isRequired).map(\.name))
        guard assembly.problems.isEmpty else { throw TemplateError(problems: assembly.problems) }
        nodes = assembly.nodes
        contentSecurityPolicy = ContentSecurityPolicy.value(styles: assembly.styles)
    }

    package func render(_ page: Page) -> RenderedPage {
        var rendering = TemplateRendering(Page.fields.map { $0.value(page) })
        rendering.append(nodes)
        return RenderedPage(html: rendering.html, contentSecurityPolicy: contentSecurityPolicy)
    }
}
