import Endpoint
import HTTPServer
import Testing

@Suite("request targets and what stands around values")
struct TargetTests {
    /// Tells what a handler sees.
    private static let table: TestTable = {
        var table = TestTable()
        for path in ["/", "/a", "*"] {
            table.endpoint(path) { request in
                let authority = request.head.withAuthority { String(decoding: $0, as: UTF8.self) } ?? "-"
                let field =
                    request.headers.withOnly("x-field") { "<\(String(decoding: $0, as: UTF8.self))>" } ?? "-"
                return .text(
                    "\(request.head.path) \(request.head.query) \(authority) \(field) \(request.body.count)")
            }
        }
        return table
    }()

    private func answer(_ request: String) throws -> String {
        let peer = try EmbeddedPeer(Self.table)
        try peer.send(request)
        let received = try peer.received()
        return received.split(separator: "\r\n\r\n", maxSplits: 1).last.map(String.init) ?? ""
    }

    @Test(
        "the authority of an absolute target counts, and Host does not (RFC 9112 §3.2.2)",
        arguments: [
            ("GET /a", "/a  host:1 - 0"), ("GET http://b/a", "/a  b - 0"),
            ("GET http://B:80/a?c=/", "/a c=/ B:80 - 0"),
            ("GET HTTPS://[::1]:2/", "/  [::1]:2 - 0"), ("GET http://b", "/  b - 0"),
            ("GET http://b?c", "/ c b - 0"),
            ("OPTIONS http://b/a", "/a  b - 0"),
        ])
    func authority(line: String, seen: String) throws {
        #expect(try answer("\(line) HTTP/1.1\r\nHost: host:1\r\n\r\n") == seen)
    }

    @Test("OPTIONS about the server as a whole has the path *, from a proxy too (RFC 9112 §3.2.4)")
    func asterisk() throws {
        #expect(try answer("OPTIONS * HTTP/1.1\r\nHost: a\r\n\r\n") == "*  a - 0")
        #expect(try answer("OPTIONS http://b HTTP/1.1\r\nHost: a\r\n\r\n") == "*  b - 0")
    }

    @Test("a request of HTTP/1.0 may name no authority, or one in its target")
    func http10() throws {
        #expect(try answer("GET /a HTTP/1.0\r\n\r\n") == "/a  - - 0")
        #expect(try answer("GET http://b/a HTTP/1.0\r\n\r\n") == "/a  b - 0")
    }

    @Test(
        "spaces and tabs around a value are none of it (RFC 9110 §5.5)",
        arguments: ["x", " x", "x ", "x\t", "\tx", " \t x \t ", "\t\tx\t\t"])
    func blanks(value: String) throws {
        for first in ["GET /a HTTP/1.1\r\n", "GET http://h:1/a HTTP/1.1\r\n"] {
            #expect(try answer("\(first)Host: h:1 \r\nX-Field:\(value)\r\n\r\n") == "/a  h:1 <x> 0")
        }
        #expect(try answer("GET /a HTTP/1.1\r\nHost:\(value)\r\nX-Field: a b \r\n\r\n") == "/a  x <a b> 0")
        #expect(try answer("GET /a HTTP/1.1\r\nHost: a\r\nX-Field: \t\r\n\r\n") == "/a  a <> 0")
    }

    @Test("a blank behind a length is none of it either")
    func length() throws {
        #expect(try answer("POST /a HTTP/1.1\r\nHost: a\r\nContent-Length: 3 \r\n\r\nabc") == "/a  a - 3")
        #expect(try answer("POST /a HTTP/1.1\r\nHost: a\r\nContent-Length: 0 \r\n\r\n") == "/a  a - 0")
    }
}
