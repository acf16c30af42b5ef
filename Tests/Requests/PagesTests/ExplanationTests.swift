import Diagnostics
import Pages
import Support
import Testing

@Suite("what is said of each rule of templates")
struct ExplanationTests {
    @Test(
        "the example that is wrong breaks the rule, and the one that is right does not",
        arguments: TemplateRule.allCases)
    func examples(_ rule: TemplateRule) {
        // No example is as large as that.
        guard rule != .limit else { return }
        func codes(_ example: String) -> [String] {
            TemplateCase(
                """
                #! serves GET /health
                \(example)
                <p>{{happened}}{{request_id}}</p>
                #! empty style.css
                #! empty logo.svg

                """
            ).diagnostics().map(\.code)
        }
        #expect(codes(rule.explanation.broken).contains(rule.rawValue), "\(codes(rule.explanation.broken))")
        #expect(!codes(rule.explanation.mended).contains(rule.rawValue))
    }

    @Test("whatever is told of a template is an error or a warning as is said there")
    func levels() {
        for diagnostic in GoldenTemplateTests.files.values.flatMap({ TemplateCase($0.input).diagnostics() }) {
            let rule = TemplateRule(rawValue: diagnostic.code)
            #expect(rule?.explanation.level.covers(diagnostic.severity) == true, "\(diagnostic.rendered())")
        }
    }
}
