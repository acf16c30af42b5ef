import Diagnostics
import Testing

@Suite("how a file has changed, as diff -u says it")
struct UnifiedDiffTests {
    private static func lines(_ text: String) -> [UnifiedDiff.Line] {
        text.split(separator: "\n", omittingEmptySubsequences: false).enumerated().compactMap { index, line in
            let isLast = index == text.count { $0 == "\n" }
            if isLast && line.isEmpty { return nil }
            return UnifiedDiff.Line(
                Array("\(line)\(isLast ? "" : "\n")".utf8)[...], shown: String(line), isEnded: !isLast)
        }
    }

    private static func diff(_ old: String, _ new: String) -> String {
        UnifiedDiff(of: "f", from: lines(old), to: lines(new)).text
    }

    @Test("nothing for files that are the same")
    func same() {
        #expect(Self.diff("a\nb\n", "a\nb\n") == "")
        #expect(Self.diff("", "") == "")
    }

    @Test("a change with three lines around it; changes that are near are told together")
    func hunks() {
        let old = (1...30).map { "\($0)\n" }.joined()
        let new = old.replacing("\n5\n", with: "\nfive\n").replacing("\n11\n", with: "\n11\nand\n")
            .replacing("\n28\n", with: "\n")
        #expect(
            Self.diff(old, new) == """
                --- f
                +++ f
                @@ -2,13 +2,14 @@
                 2
                 3
                 4
                -5
                +five
                 6
                 7
                 8
                 9
                 10
                 11
                +and
                 12
                 13
                 14
                @@ -25,6 +26,5 @@
                 25
                 26
                 27
                -28
                 29
                 30

                """)
    }

    @Test("a file that was empty, or becomes so, is named by line 0")
    func empty() {
        #expect(Self.diff("", "a\n") == "--- f\n+++ f\n@@ -0,0 +1,1 @@\n+a\n")
        #expect(Self.diff("a\n", "") == "--- f\n+++ f\n@@ -1,1 +0,0 @@\n-a\n")
    }

    @Test("a last line without an end is told apart from one with")
    func lastLine() {
        #expect(
            Self.diff("a", "a\n") == "--- f\n+++ f\n@@ -1,1 +1,1 @@\n-a\n\\ No newline at end of file\n+a\n")
    }
}
