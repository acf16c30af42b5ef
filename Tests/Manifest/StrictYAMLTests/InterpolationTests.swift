import Testing

@testable import StrictYAML

@Suite("variables in a scalar")
struct InterpolationTests {
    private static let environment = ["SET": "value", "EMPTY": "", "DOLLAR": "${SET}"]

    private func expand(_ text: String) -> Interpolation {
        Interpolation(text, environment: Self.environment)
    }

    @Test(
        "a variable stands for its value, wherever it stands",
        arguments: [
            ("${SET}", "value"), ("a${SET}b${SET}c", "avaluebvaluec"), ("${EMPTY}", ""),
            ("${SET:-other}", "value"),
            ("${SET:?message}", "value"), ("${UNSET:-}", ""), ("${UNSET:-a b:c-d?}", "a b:c-d?"),
        ])
    func values(_ text: String, _ expected: String) {
        #expect(expand(text).text == expected)
        #expect(expand(text).flaws == [])
    }

    @Test(
        "a dollar sign without a brace is text, and two of them are one",
        arguments: [
            ("$SET", "$SET"), ("$", "$"), ("a$", "a$"), ("$$", "$"), ("$$$", "$$"), ("$${SET}", "${SET}"),
            ("$$$$", "$$"),
            ("5$ {SET}", "5$ {SET}"), ("}${SET}{", "}value{"),
        ])
    func dollars(_ text: String, _ expected: String) {
        #expect(expand(text).text == expected)
        #expect(expand(text).flaws == [])
    }

    @Test(
        "two capitals behind a dollar sign look like a variable, and are text all the same",
        arguments: [
            ("$SET", ["SET"]), ("a$SET_2-$_X$Y9", ["SET_2", "_X", "Y9"]), ("$$SET", []), ("$set", []),
            ("$Set", []), ("$S", []), ("$5", []), ("$5X", []), ("${SET}", []), ("$", []), ("$$$SET", ["SET"]),
        ])
    func doubts(_ text: String, _ names: [String]) {
        #expect(expand(text).doubts.map(\.kind) == names.map { .bare($0) })
    }

    @Test("an empty variable counts as unset for :- and :?, as in shells, and as set without them")
    func empty() {
        #expect(expand("${EMPTY:-default}").text == "default")
        #expect(expand("${EMPTY:?needed}").flaws.map(\.kind) == [.required("EMPTY", message: "needed")])
        #expect(expand("${EMPTY}").flaws == [])
    }

    @Test("a value is not looked into again")
    func onePass() {
        #expect(expand("${DOLLAR}").text == "${SET}")
    }

    @Test(
        "what can't be read is reported with its place",
        arguments: [
            ("a ${UNSET} b", Interpolation.Flaw(kind: .unset("UNSET"), offset: 2, length: 8)),
            ("ä${UNSET:?}", Interpolation.Flaw(kind: .required("UNSET", message: ""), offset: 1, length: 10)),
            ("${SET", Interpolation.Flaw(kind: .unclosed("SET"), offset: 0, length: 5)),
            ("${SET or", Interpolation.Flaw(kind: .unclosed(nil), offset: 0, length: 8)),
            ("${}", Interpolation.Flaw(kind: .name(""), offset: 0, length: 3)),
            ("${1A}", Interpolation.Flaw(kind: .name("1A"), offset: 0, length: 5)),
            ("${SET-x}", Interpolation.Flaw(kind: .form("SET", rest: "-x"), offset: 0, length: 8)),
            ("${SET:x}", Interpolation.Flaw(kind: .form("SET", rest: ":x"), offset: 0, length: 8)),
            ("${A:-${SET}}", Interpolation.Flaw(kind: .nested, offset: 0, length: 11)),
        ])
    func flaws(_ text: String, _ flaw: Interpolation.Flaw) {
        #expect(expand(text).flaws == [flaw])
    }

    @Test("all flaws of one scalar are reported")
    func severalFlaws() {
        #expect(expand("${A} ${SET} ${B").flaws.map(\.offset) == [0, 12])
    }

    @Test("it is known whether a text stands in the file or came from outside")
    func origin() {
        #expect(!expand("${SET}").isFromFile)
        #expect(!expand("${SET:-secret}").isFromFile)
        #expect(!expand("${UNSET:-}").isFromFile)
        #expect(expand("${UNSET:-secret}").isFromFile)
        #expect(expand("a${SET}").isFromFile)
        #expect(expand("$$").isFromFile)
        #expect(expand("${SET} ${EMPTY:-x}").variables == ["SET", "EMPTY"])
        #expect(expand("${SET} ${EMPTY:-x} ${SET:-y}").sources == ["SET"])
    }
}
