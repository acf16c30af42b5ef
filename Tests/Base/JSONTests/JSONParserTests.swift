import Testing
import WireText

@testable import JSON

@Suite("JSON (RFC 8259), read strictly")
struct JSONParserTests {
    private func parse(_ text: String, depth: Int = 8) throws(JSONError) -> JSONValue {
        try JSONValue.parse(Array(text.utf8), maximumDepth: depth)
    }

    @Test(
        "a value is read and written back to its shortest form",
        arguments: [
            ("null", "null"), (" true ", "true"), ("false", "false"), ("0", "0"), ("-12", "-12"),
            ("9223372036854775807", "9223372036854775807"), ("1.5", "1.5"),
            ("\"a\\u00e9\\n\\\"\\\\\"", "\"aé\\n\\\"\\\\\""),
            ("\"\\ud83d\\ude00\"", "\"😀\""), ("[ ]", "[]"), ("[1, 2,3]", "[1,2,3]"), ("{ }", "{}"),
            ("{\"b\": 1, \"a\": [true, null]}", "{\"b\":1,\"a\":[true,null]}"),
            ("\"\\u0001\\u007f\"", "\"\\u0001\\u007f\""),
        ])
    func roundTrip(input: String, output: String) throws {
        #expect(String(decoding: try parse(input).serialized(), as: UTF8.self) == output)
    }

    @Test("an integer stays an integer, anything with fraction or exponent does not")
    func integers() throws {
        #expect(try parse("1700000000") == .integer(1_700_000_000))
        #expect(try parse("1e3") == .number(1000))
        #expect(try parse("92233720368547758080") == .number(92_233_720_368_547_758_080))
    }

    @Test(
        "what is not JSON is refused",
        arguments: [
            "", " ", "nul", "tru", "01", "1.", ".5", "+1", "-", "1e", "\"", "\"\\x\"", "\"\u{1}\"",
            "\"\\ud800\"",
            "\"\\ud800x\"", "\"\\udc00\"", "[1,]", "[1 2]", "{\"a\"}", "{\"a\":}", "{\"a\":1,}", "{a:1}",
            "1 2", "]", "{",
            "[", "\"\\u12\"", "'a'", "NaN", "\u{feff}1",
        ])
    func refused(input: String) {
        #expect(throws: JSONError.self) { try parse(input) }
    }

    @Test("a member name that occurs twice is refused, escaped or not")
    func duplicateMembers() {
        let expected = JSONError(offset: 7, reason: .duplicateMember)
        #expect(throws: expected) { try parse("{\"a\":1,\"a\":1}") }
        #expect(throws: expected) { try parse("{\"a\":1,\"\\u0061\":1}") }
    }

    @Test("member names are bytes: one that only looks the same is another (RFC 8259 §8.3)")
    func memberNames() throws {
        let value = try parse("{\"e\u{301}\":1,\"\u{e9}\":2,\"scope\u{301}\":3}")
        #expect(value.object?.members.count == 3)
        #expect(value["\u{e9}"] == 2)
        #expect(value["scope"] == nil)
    }

    @Test("of a document, no byte of a name is compared more than twenty times")
    func comparisons() throws {
        let marks = String(repeating: "\u{301}\u{323}", count: 4000)
        let many = (0..<4000).map { "\"\u{301}\u{323}\($0)\":1" }.joined(separator: ",")
        for text in ["{\"\(marks)\":1,\"b\":\"\(marks)\"}", "{\(many)}"] {
            let meter = ComparisonMeter()
            try ComparisonMeter.$current.withValue(meter) { _ = try parse(text)["scope"] }
            #expect(meter.count <= 20 * text.utf8.count)
        }
    }

    @Test("nesting is bounded")
    func depth() throws {
        _ = try parse(String(repeating: "[", count: 8) + String(repeating: "]", count: 8))
        #expect(throws: JSONError(offset: 8, reason: .depth)) {
            try parse(String(repeating: "[", count: 9) + String(repeating: "]", count: 9))
        }
        #expect(throws: JSONError(offset: 24, reason: .depth)) {
            try parse(String(repeating: "[{\"a\":", count: 100_000))
        }
    }

    @Test("text that is not UTF-8 is refused")
    func encoding() {
        #expect(throws: JSONError(offset: 0, reason: .encoding)) { try JSONValue.parse([0x22, 0xff, 0x22]) }
    }

    @Test("numbers that no double holds are refused, and never written")
    func range() {
        #expect(throws: JSONError(offset: 0, reason: .numberRange)) { try parse("1e999") }
        #expect(JSONValue.number(.infinity).serialized() == Array("null".utf8))
    }

    @Test("a member set to nil is absent, never null")
    func absence() {
        var object = JSONObject(["a": 1, "b": nil, "c": "x"])
        #expect(JSONValue.object(object).serialized() == Array("{\"a\":1,\"c\":\"x\"}".utf8))
        object["a"] = nil
        object["c"] = true
        #expect(JSONValue.object(object).serialized() == Array("{\"c\":true}".utf8))
    }

    @Test("an array of strings is one only when each element is a string")
    func stringArrays() throws {
        #expect(try parse("[\"a\",\"b\"]").strings == ["a", "b"])
        #expect(try parse("[\"a\",1]").strings == nil)
        #expect(try parse("\"a\"").strings == nil)
    }
}
