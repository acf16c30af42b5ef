/// A page's looks: parsed and checked once (``TemplateReader``), rendered for every answer.
package struct PageTemplate<Page: PageModel>: Sendable {
    private let nodes: [TemplateNode]
    /// The values of the frame.
    private let frame: [FieldValue]
    private let fields: [PageField<Page>]
    private let contentSecurityPolicy: String

    /// - Parameter assembly: Without any error.
    init(_ assembly: TemplateAssembly, _ fields: [PageField<Page>], frame: PageFrame) {
        nodes = assembly.nodes
        self.frame = PageFrame.fields.map { $0.value(frame) }
        self.fields = fields
        contentSecurityPolicy = ContentSecurityPolicy.value(
            styles: assembly.styles, isLinked: assembly.isSheetLinked, scripts: assembly.scripts)
    }

    package func render(_ page: Page) -> RenderedPage {
        var rendering = TemplateRendering([frame, fields.map { $0.value(page) }])
        rendering.append(nodes)
        return RenderedPage(html: rendering.html, contentSecurityPolicy: contentSecurityPolicy)
    }
}
