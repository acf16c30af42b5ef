import Foundation
import Pages
import Testing

/// WCAG 2.2, AA: 4.5 to 1 for text (§1.4.3), 3 to 1 for edges of controls and for the focus (§1.4.11).
@Suite("colours can be told apart")
struct ContrastTests {
    @Test("text stands out from what it stands on, in light and dark", arguments: ["light", "dark"])
    func text(_ scheme: String) throws {
        let colours = try colours(scheme)
        let pairs = [
            ("text", "card"), ("text", "ground"), ("text", "tint"), ("quiet", "card"), ("quiet", "ground"),
            ("quiet", "tint"), ("accent", "card"), ("accent", "tint"), ("on-accent", "accent"),
            ("on-accent", "accent-strong"), ("warn-text", "warn-ground"), ("bad", "card"),
            ("good", "good-ground"), ("bad", "bad-ground"), ("good", "card"),
        ]
        for (front, back) in pairs {
            #expect(try contrast(colours[front], colours[back]) >= 4.5, "\(front) on \(back)")
        }
    }

    @Test("edges of controls and the focus can be seen, in light and dark", arguments: ["light", "dark"])
    func controls(_ scheme: String) throws {
        let colours = try colours(scheme)
        for front in ["edge", "accent", "warn-edge", "bad"] {
            #expect(try contrast(colours[front], colours["card"]) >= 3, "\(front)")
        }
    }

    @Test("black on white is 21 to 1")
    func formula() throws {
        #expect(abs(try contrast(0, 0xffffff) - 21) < 0.001)
    }

    /// The colours that the style sheet names for a scheme.
    private func colours(_ scheme: String) throws -> [String: Int] {
        let css = try shippedSheet()
        let blocks = css.components(separatedBy: ":root {").dropFirst().map { $0.prefix { $0 != "}" } }
        try #require(blocks.count == 2)
        let block = blocks[scheme == "light" ? 0 : 1]
        var colours: [String: Int] = [:]
        for line in block.split(separator: "\n") {
            let parts = line.split { ": ;".contains($0) }
            guard parts.count == 2, parts[0].hasPrefix("--"), parts[1].hasPrefix("#") else { continue }
            colours[String(parts[0].dropFirst(2))] = Int(parts[1].dropFirst(), radix: 16)
        }
        return colours
    }

    private func contrast(_ left: Int?, _ right: Int?) throws -> Double {
        let luminances = [luminance(try #require(left)), luminance(try #require(right))].sorted()
        return (luminances[1] + 0.05) / (luminances[0] + 0.05)
    }

    /// Relative luminance, as WCAG defines it.
    private func luminance(_ colour: Int) -> Double {
        let parts = [16, 8, 0].map { shift in
            let part = Double(colour >> shift & 0xff) / 255
            return part <= 0.03928 ? part / 12.92 : pow((part + 0.055) / 1.055, 2.4)
        }
        return 0.2126 * parts[0] + 0.7152 * parts[1] + 0.0722 * parts[2]
    }
}
