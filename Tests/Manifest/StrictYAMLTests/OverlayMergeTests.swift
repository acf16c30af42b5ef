import Testing
import YAML

@testable import StrictYAML

@Suite("a partial manifest laid over another, as trees")
struct OverlayMergeTests {
    private static let language = Language(
        title: "", keys: [], secretNames: [],
        overlays: OverlayRules([
            "version": .same, "list": .entries(by: "id"), "deep.list": .entries(by: "url"),
            "any.*.data": .whole,
        ]))

    /// The tree that comes of it, and what the overlays can't have meant.
    private func merge(
        _ base: String, _ overlays: String..., environment: [String: String] = ["SET": "set"]
    ) -> (root: YAMLNode?, slips: [String]) {
        let texts = ([base] + overlays).enumerated().map {
            FileText(fileName: "\($0)", text: Array($1.utf8))
        }
        let (root, slips) = LaidTexts(texts, Self.language).merged(environment)
        return (root, slips.map { "\($0.kind.words) at \($0.span.start.words)" })
    }

    private func tree(_ base: String, _ overlays: String...) -> String {
        let texts = ([base] + overlays).map { FileText(fileName: "", text: Array($0.utf8)) }
        return outline(LaidTexts(texts, Self.language).merged(["SET": "set"]).root)
    }

    @Test(
        "mappings are merged key by key, and everything else is replaced",
        arguments: [
            ("a: 1\nb: 2\n", "b: 3\n", "{a: 1, b: 3}"),
            ("a: { b: { c: 1, d: 2 }, e: 3 }\n", "a: { b: { d: 4 } }\n", "{a: {b: {c: 1, d: 4}, e: 3}}"),
            ("a: 1\n", "b: { c: 2 }\n", "{a: 1, b: {c: 2}}"),
            ("a: [1, 2]\n", "a: [3]\n", "{a: [3]}"),
            ("a: [1, 2]\n", "a: []\n", "{a: []}"),
            ("a: [{ id: x, y: 1 }]\n", "a: [{ id: x, z: 2 }]\n", "{a: [{id: x, z: 2}]}"),
            ("a: text\n", "a: { b: 1 }\n", "{a: {b: 1}}"),
            ("a: { b: 1 }\n", "a: text\n", "{a: text}"),
            ("a: { b: 1 }\n", "a: []\n", "{a: []}"),
            ("a: 'null'\n", "a: 'null'\n", "{a: \"null\"}"),
            ("a: 1\n", "# nothing\n", "{a: 1}"),
            ("a: 1\n", "{}\n", "{a: 1}"),
        ])
    func mappings(_ base: String, _ overlay: String, _ merged: String) {
        #expect(tree(base, overlay) == merged)
    }

    @Test("null removes a key; in the manifest itself it stays, and is no value there")
    func removal() {
        #expect(tree("a: 1\nb: 2\n", "a: null\n") == "{b: 2}")
        #expect(tree("a: { b: 1, c: 2 }\n", "a: { c: ~ }\n") == "{a: {b: 1}}")
        #expect(tree("a: { b: 1 }\n", "a:\n") == "{}")
        #expect(tree("a: 1\nb:\n", "a: 2\n") == "{a: 2, b: }")
        #expect(tree("a: 1\n", "a: null\n", "a: { b: 2 }\n") == "{a: {b: 2}}")
    }

    @Test("a later overlay lies on top of an earlier one")
    func order() {
        #expect(tree("a: 1\nb: 1\nc: 1\n", "b: 2\nc: 2\n", "c: 3\n") == "{a: 1, b: 2, c: 3}")
        #expect(
            tree("list: [{ id: x }]\n", "list: [{ id: y, a: 1 }]\n", "list: { y: { b: 2 }, x: null }\n")
                == "{list: [{id: y, a: 1, b: 2}]}")
    }

    @Test(
        "entries of a list that has identities are merged by them, as a list or as a mapping",
        arguments: [
            ("[{ id: x, a: 1 }, { id: y }]", "[{ id: y, b: 2 }]", "[{id: x, a: 1}, {id: y, b: 2}]"),
            ("[{ id: x, a: 1 }, { id: y }]", "{ y: { b: 2 } }", "[{id: x, a: 1}, {id: y, b: 2}]"),
            ("[{ id: x }]", "[{ id: z, a: 1 }]", "[{id: x}, {id: z, a: 1}]"),
            ("[{ id: x }]", "{ z: { a: 1 } }", "[{id: x}, {id: \"z\", a: 1}]"),
            ("[{ id: x }, { id: y }]", "{ x: null }", "[{id: y}]"),
            ("[{ id: x, a: 1 }]", "{ x: { a: null, id: x } }", "[{id: x}]"),
            ("[{ id: x, a: 1 }]", "{ x: 5 }", "[5]"),
            ("[{ id: x }]", "text", "text"),
            // Compared is what variables come to; what cannot be told stands for itself.
            ("[{ id: '${SET}' }]", "{ set: { a: 1 } }", "[{id: \"${SET}\", a: 1}]"),
            ("[{ id: set }]", "[{ id: \"${SET:-x}\", a: 1 }]", "[{id: set, a: 1}]"),
            ("[{ id: set }]", "{ '${SET}': { a: 1 } }", "[{id: set, a: 1}]"),
            ("[{ id: '${NOT}' }]", "[{ id: '${NOT}' }]", "[{id: \"${NOT}\"}, {id: \"${NOT}\"}]"),
            // Told of where it is read.
            ("[{ id: x }]", "[null, 5, { a: 1 }]", "[{id: x}, null, 5, {a: 1}]"),
            ("[{ id: x }]", "[{ id: x, a: 1 }, { id: x }]", "[{id: x, a: 1}, {id: x}]"),
            ("[{ id: x, a: 1 }, { id: x, a: 2 }]", "{ x: { b: 3 } }", "[{id: x, a: 1, b: 3}, {id: x, a: 2}]"),
            // Two texts that look alike are two.
            ("[{ id: \u{e9} }]", "[{ id: e\u{301}, a: 1 }]", "[{id: \u{e9}}, {id: e\u{301}, a: 1}]"),
        ])
    func identities(_ base: String, _ overlay: String, _ merged: String) {
        #expect(tree("list: \(base)\n", "list: \(overlay)\n").utf8.elementsEqual("{list: \(merged)}".utf8))
    }

    @Test("such a list may be deeper, and need not be there")
    func deepLists() {
        #expect(
            tree("deep: { list: [{ url: u, a: 1 }] }\n", "deep: { list: { u: { a: 2 } } }\n")
                == "{deep: {list: [{url: u, a: 2}]}}")
        #expect(tree("a: 1\n", "list: { x: { a: 1 } }\n") == "{a: 1, list: [{id: \"x\", a: 1}]}")
        #expect(tree("list: text\n", "list: [{ id: x }]\n") == "{list: [{id: x}]}")
    }

    @Test("data is replaced as a whole, and null in it is data")
    func data() {
        #expect(
            tree("any: { r: { data: { a: 1 } } }\n", "any: { r: { data: { b: null } } }\n")
                == "{any: {r: {data: {b: null}}}}")
    }

    @Test("what says the same in every file may be left out, and is no other")
    func same() {
        #expect(merge("version: 1\n", "version: 1\n").slips == [])
        #expect(merge("version: 1\n", "a: 1\n").slips == [])
        let other = merge("version: 1\n", "version: 2\n", "version: ~\n")
        #expect(outline(other.root) == "{version: 1}")
        #expect(other.slips == ["version is 1 at 1:1:10", "version is 1 at 2:1:1"])
        #expect(tree("a: 1\n", "version: 1\n") == "{a: 1}")
    }

    @Test("what removes nothing is told of where it stands, with what is there")
    func nothingToRemove() {
        #expect(merge("a: { b: 1, c: 2 }\n", "a: { d: null }\n").slips == ["no d of b c at 1:1:6"])
        #expect(merge("a: 1\n", "b: { c: null }\n").slips == ["no c of  at 1:1:6"])
        #expect(merge("list: [{ id: '${SET}' }]\n", "list: { y: null }\n").slips == ["no y of set at 1:1:9"])
        #expect(merge("a: 1\n", "a: null\n", "a: null\n").slips == ["no a of  at 2:1:1"])
        #expect(merge("list: [{ id: x }]\n", "list: []\n").slips == ["nothing to add at 1:1:7"])
        #expect(merge("list: []\n", "list: []\n").slips == [])
        #expect(
            merge("list: [{ id: x }]\n", "list: { x: { id: y } }\n").slips == ["two id at 1:1:14"])
        #expect(merge("a: 1\n", "- a\n").slips == ["a list at 1:1:1"])
    }

    @Test("a value stands in the file that says it, and a collection in the first one that has it")
    func places() {
        let base = "a: 1\nb: { c: 1, d: 1 }\nlist: [{ id: x, e: 1 }]\n"
        let overlay = "b: { d: 2, f: 2 }\nlist: { x: { g: 2 }, y: { h: 2 } }\n"
        let root = merge(base, overlay, "b: { f: 3 }\na: { i: 3 }\n").root
        #expect(
            sources(root)
                == "0{a2: 2{i2: 2}, b0: 0{c0: 0, d1: 1, f2: 2}, list0: 0[0{id0: 0, e0: 0, g1: 1}, 1{id1: 1, h1: 1}]}"
        )
    }

    @Test("each entry knows the collection that it is written in")
    func written() throws {
        let root = try #require(
            merge(
                "a: { b: 1, c: 1 }\n", "a: { d: 2, b: 2 }\nlist: { x: { e: 2 } }\n", "a: { c: null, f: 3 }\n"
            )
            .root)
        let entries = try #require(root.mappingEntries)
        let a = entries[0].value
        #expect(outline(a) == "{b: 2, d: 2, f: 3}")
        #expect(a.collections.map(outline) == ["{b: 1, c: 1}", "{d: 2, b: 2}", "{c: null, f: 3}"])
        let places = (0..<3).map { a.place(of: $0).map { [$0.part, $0.index] } }
        #expect(places == [[1, 1], [1, 0], [2, 1]])
        guard case .sequence(let nodes) = entries[1].value.content else {
            Issue.record("no list")
            return
        }
        #expect(nodes[0].written(0) == nil, "its id is the key above it")
        #expect(nodes[0].written(1).map { outline($0.collection) } == "{e: 2}")
    }

    /// Where each key and each value stands.
    private func sources(_ node: YAMLNode?) -> String {
        guard let node else { return "" }
        let own = "\(node.span.start.source)"
        switch node.content {
        case .scalar: return own
        case .sequence(let nodes): return "\(own)[\(nodes.map(sources).joined(separator: ", "))]"
        case .mapping(let entries):
            let inside = entries.map { "\($0.key)\($0.keySpan.start.source): \(sources($0.value))" }
            return "\(own){\(inside.joined(separator: ", "))}"
        }
    }

    private func outline(_ node: YAMLNode?) -> String {
        guard let node else { return "(nothing)" }
        switch node.content {
        case .scalar(let scalar): return scalar.style == .plain ? scalar.text : "\"\(scalar.text)\""
        case .sequence(let nodes): return "[\(nodes.map(outline).joined(separator: ", "))]"
        case .mapping(let entries):
            return "{\(entries.map { "\($0.key): \(outline($0.value))" }.joined(separator: ", "))}"
        }
    }
}

extension SourceMark {
    fileprivate var words: String { "\(source):\(line):\(column)" }
}

extension OverlaySlip.Kind {
    fileprivate var words: String {
        switch self {
        case .noMapping(let node): node.kindName
        case .nothingToRemove(let name, let known):
            "no \(name) of \(known.map(\.name).joined(separator: " "))"
        case .nothingToAdd: "nothing to add"
        case .otherThanManifest(let key, let scalar): "\(key) is \(scalar.text)"
        case .twoIdentities(let key): "two \(key)"
        }
    }
}
