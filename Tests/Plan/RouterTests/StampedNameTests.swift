import Endpoint
import Testing

@testable import Router

@Suite("names with a stamp")
struct StampedNameTests {
    @Test("the beginning of the content's digest stands before the ending of the name, and nowhere else")
    func names() {
        let document = StaticDocument(headers: .empty, body: Array("test".utf8))
        // printf test | openssl dgst -sha256 -binary | base64
        #expect(document.stamped("/style.css") == "/style-n4bQgYhMfWWa.css")
        #expect(document.stamped("/a.b/looks.min.css") == "/a.b/looks.min-n4bQgYhMfWWa.css")
        #expect(document.stamped("/a.b/looks") == "/a.b/looks-n4bQgYhMfWWa")
    }
}
