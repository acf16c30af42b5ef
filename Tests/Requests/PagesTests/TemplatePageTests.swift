import Support
import Testing

@testable import Pages

@Suite("what is told of templates")
struct TemplatePageTests {
    @Test("docs/templates.md is made of the lists that templates are checked against")
    func page() {
        #expect(WrittenFile("docs/templates.md").accepts(TemplatePage.text), "UPDATE_GOLDEN=1 writes it")
    }

    @Test("every value has its words, a sentence")
    func words() {
        func check(_ fields: [NamedField], _ name: String) {
            for field in fields {
                #expect(field.words.hasSuffix("."), "\(name): \(field.name)")
                if case .list(let inner) = field.kind { check(inner, field.name) }
            }
        }
        for template in TemplatePage.templates { check(template.fields, template.name) }
    }
}
