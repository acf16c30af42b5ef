import Testing
import YAML

@Suite("one YAML document as a tree")
struct YAMLDocumentTests {
    @Test("a text without content has no root, and that is no problem")
    func empty() {
        for text in ["", "\n", "# a comment\n", "---\n...\n"] {
            let document = YAMLDocument(parsing: Array(text.utf8))
            #expect(document.problems == [])
            #expect((document.root == nil) == !text.hasPrefix("---"))
        }
    }
}
