import Foundation
import Pages
import Testing

@Suite("what templates are made of")
struct TemplateRenderingTests {
    @Test("a section shows what is there, and an inverted one what is not")
    func sections() throws {
        let template =
            "{{#scopes}}[{{scope}}/{{client_id}}]{{/scopes}}{{^scopes}}none{{/scopes}}"
            + "{{#name_unverified}}!{{/name_unverified}}{{^name_unverified}}.{{/name_unverified}}"
        var page = ConsentPage.sample
        page.clientID = "c"
        #expect(try consent(template, page) == "[mcp/c][offline_access/c]!")
        page.scopes = []
        page.nameIsUnverified = false
        #expect(try consent(template, page) == "none.")
    }

    @Test("a text that may be absent has a section of its own")
    func optional() throws {
        let template = "{{#detail}}({{detail}}){{/detail}}{{^detail}}-{{/detail}}{{detail}}"
        var page = ErrorPage.sample
        page.detail = "d"
        #expect(try error(template, page) == "(d)d")
        page.detail = nil
        #expect(try error(template, page) == "-")
    }

    @Test("a tag that shows nothing takes its line along when it has it to itself, and nothing else")
    func lines() throws {
        let template = """
            a
              {{#detail}}
              b
              {{/detail}}
            {{! a remark
                of two lines }}
            {{^detail}}
            never
            {{/detail}}
            c {{#detail}}d{{/detail}}
            {{#detail}} e
            {{/detail}}
            """
        #expect(try error(template, ErrorPage.sample) == "a\n  b\nc d\n e\n")
    }

    @Test("an included file brings its last line's end, and the tag's own is not added to it")
    func included() throws {
        let page = try error("a\n{{> b}}\nc", ErrorPage.sample, ["b": "b\n"])
        #expect(page == "a\nb\nc")
        #expect(try error("a{{> b}}c", ErrorPage.sample, ["b": "b"]) == "abc")
    }

    private func consent(_ template: String, _ page: ConsentPage) throws -> String {
        // A comment holds what every template must name.
        let needed = """
            <!--{{client_name}}{{redirect_host}}{{#scopes}}{{/scopes}}{{resource_name}}{{#loopback}}{{/loopback}}\
            {{#private_use_scheme}}{{/private_use_scheme}}{{document_host}}{{plain_http}}{{action}}\
            {{request}}{{csrf}}-->
            """
        return try rendered(template + needed, page, [:])
    }

    private func error(
        _ template: String, _ page: ErrorPage, _ files: [String: String] = [:]
    ) throws -> String {
        try rendered(template + "<!--{{title}}{{happened}}{{request_id}}-->", page, files)
    }

    private func rendered<Page: PageModel>(
        _ html: String, _ page: Page, _ files: [String: String]
    ) throws -> String {
        let files = files.merging(["page": html]) { first, _ in first }
        let folder = TemplateFolder { files[$0].map { Array($0.utf8) } }
        let text = try template("page", in: folder).render(page).text
        return text.components(separatedBy: "<!--")[0]
    }
}
