/// A page's looks: parsed and checked once (``TemplateReader``), rendered for every answer.
package struct PageTemplate<Page: PageModel>: Sendable {
    private let nodes: [TemplateNode]
    private let fields: [PageField<Page>]
    private let contentSecurityPolicy: String

    /// - Parameter assembly: Without any error.
    init(_ assembly: TemplateAssembly, _ fields: [PageField<Page>]) {
        nodes = assembly.nodes
        self.fields = fields
        contentSecurityPolicy = ContentSecurityPolicy.value(styles: assembly.styles)
    }

    package func render(_ page: Page) -> RenderedPage {
        var rendering = TemplateRendering(fields.map { $0.value(page) })
        rendering.append(nodes)
        return RenderedPage(html: rendering.html, contentSecurityPolicy: contentSecurityPolicy)
    }
}
