import Foundation
import Pages
import Support
import Testing

@Suite("pages as they are sent")
struct GoldenPageTests {
    @Test("every page renders to its golden file", arguments: GoldenFile.cases(in: "Cases", ending: "html"))
    func golden(_ file: GoldenFile) throws {
        let page = try #require(shippedPages[file.name], "no page is called \(file.name)")
        let rendered = try page()
        let actual = rendered.contentSecurityPolicy + "\n\n" + rendered.text
        #expect(file.accepts(actual), "\(file.name) differs; UPDATE_GOLDEN=1 shows how")
    }

    @Test("every page has a golden file")
    func complete() {
        let files = GoldenFile.cases(in: "Cases", ending: "html").map(\.name)
        #expect(Set(files) == Set(shippedPages.keys))
    }
}
