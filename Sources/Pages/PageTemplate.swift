import Mustache

/// A page's looks: parsed and checked once, rendered for every answer.
package struct PageTemplate<Page: PageModel>: Sendable {
    /// Everything up to the end of the last style sheet, in which nothing can be filled in: most of the text, and the template
    /// language need not go through it.
    private let beginning: [UInt8]
    private let template: MustacheTemplate
    private let contentSecurityPolicy: String

    /// Reads `file` and what it includes. Throws every problem it finds at once; what it accepts can always
    /// be rendered.
    package init(_ file: String, in folder: TemplateFolder) throws(TemplateError) {
        var assembly = TemplateAssembly(folder: folder, fields: PageField.kinds(Page.fields))
        assembly.append(file)
        assembly.finish(file, required: Page.fields.filter(\.isRequired).map(\.name))
        guard assembly.problems.isEmpty else { throw TemplateError(problems: assembly.problems) }
        let (beginning, rest) = Self.split(assembly.text)
        self.beginning = Array(beginning.utf8)
        do {
            template = try MustacheTemplate(string: String(rest))
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
        return RenderedPage(html: beginning + html.utf8, contentSecurityPolicy: contentSecurityPolicy)
    }

    private static func split(_ text: String) -> (beginning: Substring, rest: Substring) {
        let bytes = Array(text.utf8)
        let end = Array("</style>".utf8)
        var boundary = 0
        for (index, byte) in bytes.enumerated() {
            if byte == UInt8(ascii: "{"), bytes[index...].starts(with: "{{".utf8) { break }
            if byte == UInt8(ascii: "<"), bytes[index...].starts(with: end) { boundary = index + end.count }
        }
        let split = text.utf8.index(text.startIndex, offsetBy: boundary)
        return (text[..<split], text[split...])
    }
}
