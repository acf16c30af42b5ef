import Endpoint
import Testing
import WireText

@Suite("header fields of a request")
struct HeaderFieldsTests {
    private let fields = HeaderFields([
        ("Host", "auth.example"), ("X-Note", "one"), ("x-note", "two"), ("X-NOTE", ""),
    ])

    @Test("names compare in any case of ASCII, and as a whole")
    func names() {
        #expect(fields["host"] == "auth.example")
        #expect(fields["HOST"] == "auth.example")
        #expect(fields["hos"] == nil && fields["hosts"] == nil && fields[""] == nil)
        #expect(fields["x_note"] == nil)
        // What differs in the bit alone that tells small letters from large ones.
        #expect(HeaderFields([("x@y", "1")])["x`y"] == nil)
    }

    @Test("each line has its value, in the order in which they came")
    func all() {
        #expect(fields["x-note"] == "one")
        #expect(fields.all("x-note") == ["one", "two", ""])
        #expect(fields.fields.map(\.name) == ["Host", "X-Note", "x-note", "X-NOTE"])
    }

    @Test("what may be said once is looked at only where one line says it")
    func only() {
        let look = { (value: UnsafeRawBufferPointer) in Array(value) }
        #expect(fields.withOnly("host", look) == Array("auth.example".utf8))
        #expect(fields.withOnly("x-note", look) == nil)
        #expect(fields.withOnly("cookie", look) == nil)
    }

    @Test(
        "a value that is no UTF-8 is repaired where it becomes text, and stays as it came where its bytes are looked at"
    )
    func bytes() {
        let text: [UInt8] = [0x61, 0xff, 0x62]
        let fields = HeaderFields(text: text, places: [.init(name: 0..<1, value: 1..<3)])
        #expect(fields.withOnly("A") { Array($0) } == [0xff, 0x62])
        #expect(fields["a"] == "\u{fffd}b")
    }

    @Test("the host of a request is that of its target, and where that has none the one line that says so")
    func authority() {
        func authority(_ target: String?, _ hosts: String...) -> String? {
            let head = RequestHead(
                method: .get, path: "/", targetAuthority: target.map { Array($0.utf8) },
                headers: HeaderFields(hosts.map { ("Host", $0) }),
                peer: PeerAddress(address: "192.0.2.1", isLoopback: false), requestID: "0123456789abcdef")
            return head.withAuthority { String(decoding: $0, as: UTF8.self) }
        }
        #expect(authority("target.example", "host.example") == "target.example")
        #expect(authority(nil, "host.example") == "host.example")
        #expect(authority(nil, "one.example", "two.example") == nil)
        #expect(authority(nil) == nil)
    }
}
