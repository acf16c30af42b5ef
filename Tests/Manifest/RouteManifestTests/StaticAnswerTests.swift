import ManifestCases
import RouteManifest
import Support
import Testing

@Suite("an answer that stands in the manifest")
struct StaticAnswerTests {
    private static let values = [
        "", "x", "~", "null", "\"\"", "[]", "{}", "[a, [b, {c: ~}]]", "{ a: { b: { c: 1 } } }", "1e999", "-0",
        "0123", "1.5e3", ".inf", ".nan", "true", "'{{'", "'{{}}'", "'{{issuer'", "'{{issuer}}'", "'}}{{'",
        "'{{url.}}'", "'{{url.a}}'", "'{{url.b}}'", "{ '{{issuer}}': 1 }", "{ '{{x}}': 1 }", "{ '': '' }",
        "['{', '{']",
        "'{\"a\":{'", "${V}", "${V:-x}", "${V:-}", "200", "302", "99999999999999999999", "text/html", "a/b/c",
        "\"\\0\"", "\"a\\r\\nb\"", "'../x'", "'/x'", "'//x'", "'x//y'", "'.x'", "'.well-known/x'",
        "https://x.example/",
    ]

    @Test("is there, or something is said of it, whatever stands in it")
    func thereOrTold() throws {
        var counts = (there: 0, told: 0)
        for handler in HandlerName.allCases where handler.rawValue.hasPrefix("respond.") {
            for key in ["text", "json", "file", "template", "location", "status", "type", "other"] {
                for value in Self.values {
                    let needed = handler.rawValue.split(separator: ".")[1].replacing(
                        "redirect", with: "location")
                    let usual = key == needed ? "" : "\(needed): \(needed == "location" ? "/x" : "x"), "
                    let text = """
                        version: 1
                        routes:
                          b: { path: /b, handler: health }
                          a: { path: /a, handler: \(handler.rawValue), with: { \(usual)\(key): \(value) } }

                        """
                    var sought = ManifestCase(text)
                    sought.surroundings.templates = ["x"]
                    sought.surroundings.readFile = { _ in .contents([]) }
                    let result = sought.load()
                    if let manifest = result.manifest {
                        #expect(manifest.routes.count == 2, "\(text)")
                        counts.there += 1
                    } else {
                        #expect(!result.diagnostics.isEmpty, "\(text)")
                        counts.told += 1
                    }
                }
            }
        }
        #expect(counts.there > 80 && counts.told > 200, "\(counts)")
    }
}
