/// A page's looks: parsed and checked once (``TemplateReader``), rendered for every answer.
package struct PageTemplate<Page: PageModel>: Sendable {
    private let nodes: [TemplateNode]
    private let contentSecurityPolicy: String

    /// - Parameter assembly: Without any error.
    init(_ assembly: TemplateAssembly) {
        nodes = assembly.nodes
        contentSecurityPolicy = ContentSecurityPolicy.value(styles: assembly.styles)
    }

    package func render(_ page: Page) -> RenderedPage {
        var rendering = TemplateRendering(Page.fields.map { $0.value(page) })
        rendering.append(nodes)
        return RenderedPage(html: rendering.html, contentSecurityPolicy: contentSecurityPolicy)
    }
}
